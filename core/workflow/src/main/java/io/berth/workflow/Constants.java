// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Node;

/// Whether the value of an expression can change from run to run.
final class Constants {

  private Constants() {}

  /// Returns whether an expression looks into a context or asks something of the world.
  static boolean depends(Node node) {
    boolean asks =
        node instanceof Node.Context
            || (node instanceof Node.Call call
                && switch (call.function()) {
                  case "success", "failure", "cancelled", "always", "hashfiles" -> true;
                  default -> false;
                });
    if (asks) {
      return true;
    }
    for (Node child : node.children()) {
      if (depends(child)) {
        return true;
      }
    }
    return false;
  }
}
