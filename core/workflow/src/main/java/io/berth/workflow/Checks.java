// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import java.util.Map;

/// What the schema cannot say: ids, `needs`, and what refers to what.
final class Checks {

  private Checks() {}

  /// Reports what is wrong with a workflow that has the form of one.
  static void check(Template template, Dialect dialect, Findings findings) {
    Members jobs = Members.of(template).in("jobs");
    Identifiers ids = new Identifiers(findings);
    for (Map.Entry<String, Template.Entry> job : jobs.entries().entrySet()) {
      ids.take(job.getKey(), job.getValue().key().span());
      checkSteps(Members.of(job.getValue().value()).get("steps"), new Identifiers(findings));
    }
    NeedsCheck.check(jobs, findings);
  }

  private static void checkSteps(
      @org.jspecify.annotations.Nullable Template steps, Identifiers ids) {
    if (!(steps instanceof Template.Sequence sequence)) {
      return;
    }
    for (Template item : sequence.items()) {
      Members step = Members.of(item);
      if (step.get("id") instanceof Template.Literal id) {
        ids.take(Texts.of(id.value()), id.span());
      }
      checkSteps(step.get("parallel"), ids);
    }
  }
}
