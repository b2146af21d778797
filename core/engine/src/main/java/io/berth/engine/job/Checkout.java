// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.expressions.Value;
import io.berth.workflow.Step;
import io.berth.workflow.Template;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The one action that is served without the action itself: `actions/checkout` of the repository
/// and ref that the workflow runs for, whose files are at hand.
///
/// @param with `with`, or `null` if absent
record Checkout(@Nullable Template with) {

  /// Returns the checkout that a step is, or `null` if it is another action, or one that asks in
  /// the file for another repository or ref.
  static @Nullable Checkout of(Step.Action.Uses uses) {
    return isNamed(StepNames.source(uses.uses())) ? new Checkout(uses.with()) : null;
  }

  /// Returns whether `uses` names this action.
  static boolean isNamed(String uses) {
    String text = uses.strip().toLowerCase(Locale.ROOT);
    int at = text.indexOf('@');
    String action = at < 0 ? text : text.substring(0, at);
    return action.equals("actions/checkout")
        || (action.startsWith("https://") && action.endsWith("/actions/checkout"));
  }

  /// Returns why it cannot be served, or `null` if it can.
  ///
  /// @param inputs `with`, evaluated
  static @Nullable String refusal(Map<String, String> inputs, Value.ObjectValue github) {
    String repository = input(inputs, "repository");
    if (!repository.isEmpty() && !repository.equalsIgnoreCase(member(github, "repository"))) {
      return "`actions/checkout` is asked for the repository `"
          + repository
          + "`: only the workflow's own repository is served yet";
    }
    String ref = input(inputs, "ref");
    boolean own =
        ref.isEmpty()
            || ref.equals(member(github, "ref"))
            || ref.equals(member(github, "ref_name"))
            || ref.equals(member(github, "head_ref"))
            || ref.equalsIgnoreCase(member(github, "sha"));
    return own
        ? null
        : "`actions/checkout` is asked for the ref `"
            + ref
            + "`: only the ref that the workflow runs for is served yet";
  }

  static String input(Map<String, String> inputs, String name) {
    for (Map.Entry<String, String> input : inputs.entrySet()) {
      if (input.getKey().equalsIgnoreCase(name)) {
        return input.getValue().strip();
      }
    }
    return "";
  }

  private static String member(Value.ObjectValue github, String name) {
    return github.member(name).map(Value::asString).orElse("");
  }
}
