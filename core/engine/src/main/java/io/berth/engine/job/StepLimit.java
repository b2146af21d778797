// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Annotation;
import io.berth.expressions.Value;
import io.berth.workflow.Step;
import io.berth.workflow.Template;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The longest that a step may run by its `timeout-minutes`.
final class StepLimit {

  private StepLimit() {}

  /// A limit that cannot be computed is remarked on and does not count, as on GitHub.
  static @Nullable Duration of(Site site, Step step, Evaluator evaluator, List<Action> actions) {
    Template template = step.settings().timeoutMinutes();
    if (template == null) {
      return null;
    }
    try {
      Value value = evaluator.value(template);
      Duration limit = Minutes.of(value);
      if (limit == null && value.asNumber() != 0) {
        remark(
            site, "`timeout-minutes` is no number above zero: `" + value.asString() + "`", actions);
      }
      return limit;
    } catch (BadTemplate bad) {
      remark(site, bad.line(), actions);
      return null;
    }
  }

  private static void remark(Site site, String problem, List<Action> actions) {
    site.remark(Annotation.Level.ERROR, "remark", problem, actions);
  }
}
