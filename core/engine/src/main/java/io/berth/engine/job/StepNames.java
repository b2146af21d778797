// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.workflow.Step;
import io.berth.workflow.Template;
import org.jspecify.annotations.Nullable;

/// How steps are called.
final class StepNames {

  private StepNames() {}

  /// Returns the name before anything was evaluated.
  static String plain(Step step) {
    Template name = step.name();
    return name == null ? unnamed(step.action(), null) : source(name);
  }

  /// Returns the name as far as its expressions can be computed: else it is shown as written.
  static String shown(Step step, Evaluator evaluator) {
    try {
      return evaluated(step, evaluator);
    } catch (BadTemplate bad) {
      return plain(step);
    }
  }

  private static String evaluated(Step step, Evaluator evaluator) {
    String name = evaluator.text(step.name());
    return name == null || name.isBlank() ? unnamed(step.action(), evaluator) : name;
  }

  /// Returns the line that stands above the output of a script.
  static String firstLine(String script) {
    String text = script.stripLeading();
    int end = 0;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return text.substring(0, end);
  }

  private static String unnamed(Step.Action action, @Nullable Evaluator evaluator) {
    return switch (action) {
      case Step.Action.Run(var script, _, _) -> "Run " + firstLine(text(script, evaluator));
      case Step.Action.Uses(var uses, _) -> "Run " + text(uses, evaluator);
      case Step.Action.Wait(var ids) -> "Wait for " + String.join(", ", ids);
      case Step.Action.WaitAll() -> "Wait for all";
      case Step.Action.Cancel(var id) -> "Cancel " + id;
      case Step.Action.Parallel(var steps) -> "Wait for " + steps.size() + " parallel steps";
    };
  }

  private static String text(Template template, @Nullable Evaluator evaluator) {
    String text = evaluator == null ? null : evaluator.text(template);
    return text == null ? source(template) : text;
  }

  static String source(Template template) {
    return switch (template) {
      case Template.Literal(var value, _, _) -> value.asString();
      case Template.Computed computed -> computed.source();
      case Template.Sequence _, Template.Mapping _, Template.Insert _ -> "";
    };
  }
}
