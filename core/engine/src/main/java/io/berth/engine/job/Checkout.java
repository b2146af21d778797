// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.expressions.Value;
import io.berth.workflow.Step;
import io.berth.workflow.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The one action that is served without the action itself: `actions/checkout`. Its files come from
/// where the runner is, so that no environment needs git or a network for it.
///
/// @param with `with`, or `null` if absent
record Checkout(@Nullable Template with) {

  /// Returns the checkout that a step is, or `null` if it is another action.
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

  /// Returns whether it is the first version, which put `path` beside the workspace.
  static boolean isFirstVersion(Step.Action.Uses uses) {
    String text = StepNames.source(uses.uses()).strip();
    String ref = text.substring(text.indexOf('@') + 1);
    return ref.equals("v1") || ref.startsWith("v1.");
  }

  /// Returns what is asked.
  ///
  /// @param folder where to put the files
  /// @param inputs `with`, evaluated
  static CheckoutRequest request(
      String folder, Map<String, String> inputs, Value.ObjectValue github) {
    String repository = input(inputs, "repository");
    boolean own = repository.isEmpty() || repository.equalsIgnoreCase(member(github, "repository"));
    String cone = input(inputs, "sparse-checkout-cone-mode");
    String clean = input(inputs, "clean");
    String submodules = input(inputs, "submodules").toLowerCase(Locale.ROOT);
    return new CheckoutRequest(
        folder,
        new CheckoutRequest.Source(
            input(inputs, "github-server-url"),
            own ? "" : repository,
            input(inputs, "ref"),
            own ? "" : input(inputs, "token")),
        depth(input(inputs, "fetch-depth")),
        new CheckoutRequest.Options(
            isTrue(input(inputs, "fetch-tags")),
            clean.isEmpty() || isTrue(clean),
            submodules.equals("true") || submodules.equals("recursive"),
            isTrue(input(inputs, "lfs")),
            lines(input(inputs, "sparse-checkout")),
            cone.isEmpty() || isTrue(cone)));
  }

  /// What is no number means all, as in the action itself.
  private static int depth(String text) {
    if (text.isEmpty()) {
      return 1;
    }
    try {
      return Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static boolean isTrue(String text) {
    return text.equalsIgnoreCase("true");
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (!line.isBlank()) {
        lines.add(line.strip());
      }
    }
    return lines;
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
