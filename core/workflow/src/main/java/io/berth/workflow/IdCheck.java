// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Value;
import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Findings.Remark;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether the ids of jobs and steps have the form of one and are taken once, and no step that is
/// to wait for all says that it does not.
final class IdCheck {

  private IdCheck() {}

  static void check(Template workflow, Findings findings) {
    Members jobs = Members.of(workflow).in("jobs");
    Identifiers ids = new Identifiers(findings);
    for (Map.Entry<String, Template.Entry> job : jobs.entries().entrySet()) {
      ids.take(job.getKey(), job.getValue().key().span());
      checkSteps(Members.of(job.getValue().value()).get("steps"), findings);
    }
  }

  private static boolean isNull(Template.Literal literal) {
    return literal.value() instanceof Value.NullValue;
  }

  /// Checks the ids of the steps of one scope.
  static void checkSteps(@Nullable Template steps, Findings findings) {
    checkSteps(steps, new Identifiers(findings), findings);
  }

  private static void checkSteps(@Nullable Template steps, Identifiers ids, Findings findings) {
    if (!(steps instanceof Template.Sequence sequence)) {
      return;
    }
    for (Template item : sequence.items()) {
      Members step = Members.of(item);
      if (step.get("id") instanceof Template.Literal id && !isNull(id)) {
        ids.take(id.value().asString(), id.span());
      }
      if (step.get("wait-all") instanceof Template.Literal all
          && all.value() instanceof Value.BooleanValue(boolean wanted)
          && !wanted) {
        findings.error(
            Rule.SYNTAX,
            all.span(),
            Remark.of("a step that waits for all others cannot be told not to wait", null)
                .fix("Write `wait-all:` alone, or leave the step out."));
      }
      checkSteps(step.get("parallel"), ids, findings);
    }
  }
}
