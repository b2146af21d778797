// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import java.util.HashMap;
import java.util.Map;

/// What the contexts hold at one place of a workflow or an action.
///
/// @param contexts their types by name
/// @param ofAction whether the place is one of an action
record Scope(Map<String, Type> contexts, boolean ofAction) {

  Scope {
    contexts = Map.copyOf(contexts);
  }

  /// Returns what the contexts hold in a workflow.
  static Scope ofWorkflow(Map<String, Type> contexts) {
    return new Scope(contexts, false);
  }

  /// Returns what the contexts hold in an action.
  static Scope ofAction(Map<String, Type> contexts) {
    return new Scope(contexts, true);
  }

  /// Returns the type of a context.
  Type context(String name) {
    return contexts.getOrDefault(name, ContextTypes.of(name));
  }

  /// Returns the same scope with another value of one context.
  Scope with(String context, Type type) {
    Map<String, Type> changed = new HashMap<>(contexts);
    changed.put(context, type);
    return new Scope(changed, ofAction);
  }
}
