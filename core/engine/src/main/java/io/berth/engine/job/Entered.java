// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event.Detail.ActionEntered;
import io.berth.expressions.Value;
import io.berth.workflow.ActionManifest;
import io.berth.workflow.ActionReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An action that is carried out.
///
/// @param manifest what it says of itself
/// @param how what it was given
record Entered(ActionManifest manifest, ActionEntered how) {

  /// Returns where `$/` leads in it, or `null` if it is in the repository of the workflow.
  ActionReference.@Nullable Repository holder() {
    return how.repository().isEmpty()
            || !(ActionReference.parse(how.repository() + "@" + how.ref(), null)
                instanceof ActionReference.Repository repository)
        ? null
        : repository;
  }

  /// Returns `github` with where the action comes from.
  Value.ObjectValue namedIn(Value.ObjectValue github) {
    Map<String, Value> members = new LinkedHashMap<>(github.members());
    members.put("action_ref", Value.of(how.ref()));
    members.put("action_repository", Value.of(how.repository()));
    return Value.object(members);
  }
}
