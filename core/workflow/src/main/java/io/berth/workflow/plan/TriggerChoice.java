// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.workflow.Similar;
import io.berth.workflow.Workflow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Decides for which event workflows run when nobody said so.
public final class TriggerChoice {

  private static final String CALL = "workflow_call";

  private TriggerChoice() {}

  /// Returns `push` if some workflow is triggered by it, else the only trigger that there is, not
  /// counting `workflow_call` if there is another.
  ///
  /// @throws BerthException B2000 with the list if there are several, or none
  public static String of(Collection<Workflow> workflows) {
    Set<String> triggers = triggers(workflows);
    if (triggers.contains("push")) {
      return "push";
    }
    if (triggers.size() > 1) {
      triggers.remove(CALL);
    }
    if (triggers.size() == 1) {
      return triggers.iterator().next();
    }
    throw new BerthException(
        BerthError.of(
            ErrorCode.USAGE,
            triggers.isEmpty()
                ? "no workflow has a trigger"
                : "the workflows have several triggers, none of them `push`: "
                    + String.join(", ", triggers),
            "Say for which event they run: `--event "
                + (triggers.isEmpty() ? "push" : triggers.iterator().next())
                + "`."));
  }

  /// Returns the workflows that an event triggers.
  ///
  /// @throws BerthException B2000 with the events that would if there is none
  public static List<Workflow> triggeredBy(String event, Collection<Workflow> workflows) {
    List<Workflow> triggered = new ArrayList<>();
    for (Workflow workflow : workflows) {
      if (workflow.triggers().events().containsKey(event)) {
        triggered.add(workflow);
      }
    }
    if (!triggered.isEmpty()) {
      return triggered;
    }
    Set<String> triggers = triggers(workflows);
    throw new BerthException(
        List.of(
            new BerthError(
                ErrorCode.USAGE,
                "no workflow is triggered by `" + event + "`",
                triggers.isEmpty() ? null : "Use one of " + String.join(", ", triggers) + ".",
                null,
                Similar.to(event, triggers))),
        null);
  }

  private static Set<String> triggers(Collection<Workflow> workflows) {
    Set<String> triggers = new LinkedHashSet<>();
    for (Workflow workflow : workflows) {
      triggers.addAll(workflow.triggers().events().keySet());
    }
    return triggers;
  }
}
