// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

/// How a process ended.
public sealed interface ExitStatus {

  /// It ended by itself.
  ///
  /// @param code its status, 0-255
  record Exited(int code) implements ExitStatus {}

  /// A signal ended it.
  ///
  /// @param number the signal, 1-64
  record Signalled(int number) implements ExitStatus {}
}
