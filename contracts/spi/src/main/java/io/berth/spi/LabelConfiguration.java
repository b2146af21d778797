// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

/// A label as an administrator configured it, for one connection to a forge: the same name may mean
/// something else for another.
///
/// @param connection the name of the connection
/// @param name what jobs write under `runs-on`
/// @param form what the administrator wrote
public record LabelConfiguration(String connection, String name, Form form) {

  /// The two ways to write it.
  public sealed interface Form {

    /// Named settings.
    record Struct(Setting.Section settings) implements Form {}

    /// The text after `NAME:BACKEND:`, in whatever form the backend has for it; empty if there is
    /// none.
    record Legacy(String text) implements Form {}
  }
}
