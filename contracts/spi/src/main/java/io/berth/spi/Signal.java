// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

/// A signal that can be sent to an execution.
public enum Signal {
  /// What Ctrl-C sends: SIGINT.
  INTERRUPT,
  /// The polite request to end: SIGTERM.
  TERMINATE,
  /// The end: SIGKILL, to every process of the tree, those that detached themselves included.
  KILL
}
