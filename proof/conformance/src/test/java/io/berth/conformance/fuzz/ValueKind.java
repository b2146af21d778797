// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.fuzz;

/// The kinds of values that a generated expression can be asked to have.
enum ValueKind {
  NULL("Null"),
  BOOLEAN("Boolean"),
  NUMBER("Number"),
  STRING("String"),
  ARRAY("Array"),
  OBJECT("Object");

  private final String title;

  ValueKind(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
