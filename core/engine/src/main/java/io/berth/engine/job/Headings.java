// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event.Detail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The lines that stand above the output of a step.
final class Headings {

  private Headings() {}

  static List<String> script(Detail.StepPrepared prepared, Map<String, String> outer) {
    List<String> lines = new ArrayList<>();
    String script = prepared.script();
    lines.add("##[group]Run " + StepNames.firstLine(script));
    for (String line : script.stripTrailing().split("\n", -1)) {
      lines.add("\u001b[36;1m" + line + "\u001b[0m");
    }
    lines.add("shell: " + prepared.shell());
    Map<String, String> env = new LinkedHashMap<>(outer);
    env.putAll(prepared.env());
    addAll("env:", env, lines);
    lines.add("##[endgroup]");
    return lines;
  }

  /// @param uses how the step names the action
  /// @param outer the variables of the job
  static List<String> action(String uses, Detail.ActionEntered entered, Map<String, String> outer) {
    List<String> lines = new ArrayList<>();
    lines.add("##[group]Run " + uses);
    Map<String, String> inputs = new LinkedHashMap<>(entered.inputs());
    inputs.values().removeIf(String::isEmpty);
    addAll("with:", inputs, lines);
    Map<String, String> env = new LinkedHashMap<>(outer);
    env.putAll(entered.env());
    addAll("env:", env, lines);
    lines.add("##[endgroup]");
    return lines;
  }

  private static void addAll(String title, Map<String, String> values, List<String> lines) {
    if (!values.isEmpty()) {
      lines.add(title);
      values.forEach((name, value) -> lines.add("  " + name + ": " + value));
    }
  }
}
