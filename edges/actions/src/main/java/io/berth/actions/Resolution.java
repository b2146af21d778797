// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.model.BerthError;
import io.berth.workflow.ActionReference.Repository;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All actions that a job uses, directly or not. They are kept until this is closed.
///
/// @param actions those that are there, by what they are called, in the order in which they were
///     found
/// @param errors why others are not, each at the place that asks for it
/// @param folders the repositories in which they lie
public record Resolution(
    Map<Repository, ResolvedAction> actions, List<BerthError> errors, List<ActionFolder> folders)
    implements AutoCloseable {

  public Resolution {
    actions = Collections.unmodifiableMap(new LinkedHashMap<>(actions));
    errors = List.copyOf(errors);
    folders = List.copyOf(folders);
  }

  /// Returns an action, or empty if it was not asked for or is not there.
  public Optional<ResolvedAction> find(Repository reference) {
    return Optional.ofNullable(actions.get(reference));
  }

  @Override
  public void close() {
    folders.forEach(ActionFolder::close);
  }
}
