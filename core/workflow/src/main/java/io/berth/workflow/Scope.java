// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import java.util.HashMap;
import java.util.Map;

/// What the contexts hold at one place of a workflow.
///
/// @param contexts their types by name
record Scope(Map<String, Type> contexts) {

  Scope {
    contexts = Map.copyOf(contexts);
  }

  /// Returns the type of a context.
  Type context(String name) {
    return contexts.getOrDefault(name, ContextTypes.of(name));
  }

  /// Returns the same scope with another value of one context.
  Scope with(String context, Type type) {
    Map<String, Type> changed = new HashMap<>(contexts);
    changed.put(context, type);
    return new Scope(changed);
  }
}
