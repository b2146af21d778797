// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether the ids of jobs and steps have the form of one and are taken once.
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
    checkSteps(steps, new Identifiers(findings));
  }

  private static void checkSteps(@Nullable Template steps, Identifiers ids) {
    if (!(steps instanceof Template.Sequence sequence)) {
      return;
    }
    for (Template item : sequence.items()) {
      Members step = Members.of(item);
      if (step.get("id") instanceof Template.Literal id && !isNull(id)) {
        ids.take(id.value().asString(), id.span());
      }
      checkSteps(step.get("parallel"), ids);
    }
  }
}
