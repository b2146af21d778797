// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

/// A value that cannot be read.
final class Malformed extends Exception {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  /// @param problem what is wrong, a sentence without a full stop
  /// @param remedy what to write instead, in the imperative
  Malformed(String problem, String remedy) {
    super(problem);
    this.remedy = remedy;
  }

  String problem() {
    return String.valueOf(getMessage());
  }

  String remedy() {
    return remedy;
  }
}
