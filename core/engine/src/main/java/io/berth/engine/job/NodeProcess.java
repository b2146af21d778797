// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Annotation;
import io.berth.engine.Event.Detail;
import io.berth.expressions.Fact;
import io.berth.spi.Layout;
import io.berth.workflow.ActionRuns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One stage of a JavaScript action.
///
/// @param site where it runs
/// @param end ends it if it cannot run
/// @param action the action
/// @param state what the stages before it kept
record NodeProcess(Site site, StepEnd end, Entered action, Map<String, String> state) {

  /// The fact what a Node.js says that it is.
  static final String VERSION = "nodeVersion";

  /// The variable that names the Node.js to use.
  static final String GIVEN = "BERTH_NODE";

  /// @param file the file of the action that is run
  List<Action> prepare(Layout layout, String file) {
    String program = program(site.standing(), layout);
    if (program.isEmpty()) {
      return end.fail(
          List.of(
              "the action in "
                  + action.how().directory()
                  + " runs on Node.js, and there is no `node` in PATH (install Node.js "
                  + wanted()
                  + " or later, or set "
                  + GIVEN
                  + " to the path of a `node`)"),
          null);
    }
    List<Action> actions = new ArrayList<>();
    String version = known(site.standing(), new Fact(VERSION, List.of(program)));
    if (major(version) < wanted()) {
      site.remark(
          Annotation.Level.WARNING,
          "node",
          "the action is written for Node.js "
              + wanted()
              + " and runs on "
              + (version.isBlank() ? "an unknown version" : version.strip())
              + " ("
              + program
              + ")",
          actions);
    }
    Map<String, String> env = new LinkedHashMap<>(action.how().env());
    env.putAll(ActionInputs.variables(action.how().inputs()));
    state.forEach((name, value) -> env.put("STATE_" + name, value));
    var access = new ServiceAccess(site);
    Map<String, String> services = access.forAction();
    String problem = access.problem();
    if (problem != null) {
      site.remark(
          Annotation.Level.WARNING,
          "services",
          "there are no caches and artifacts for the action: " + problem,
          actions);
    }
    env.putAll(services);
    List<String> command = new ArrayList<>();
    command.add(program);
    command.addAll(access.nodeArguments(layout, services));
    command.add(path(layout, file));
    actions.add(
        new Action.Decide(
            new Detail.StepPrepared(
                site.key(),
                "",
                "",
                command,
                "",
                env,
                layout.paths().workspace(),
                action.how().limit())));
    return actions;
  }

  private String path(Layout layout, String file) {
    boolean windows = layout.os().equals("Windows");
    String plain = file.startsWith("./") ? file.substring(2) : file;
    return action.how().directory() + (windows ? "\\" + plain.replace('/', '\\') : "/" + plain);
  }

  /// Returns the path of the Node.js that actions run on, or an empty text if there is none: the
  /// one that is given, else one that was there before the job, else one that a step brought.
  ///
  /// @throws MissingFact if it was not looked for yet
  static String program(Standing standing, Layout layout) {
    String given = layout.env().getOrDefault(GIVEN, "");
    if (!given.isEmpty()) {
      return given;
    }
    String found = known(standing, new Fact(Script.WHICH, List.of("node")));
    if (!found.isEmpty() || standing.ledger().path().isEmpty()) {
      return found;
    }
    List<String> asked = new ArrayList<>(List.of("node"));
    asked.addAll(standing.ledger().path());
    return known(standing, new Fact(Script.WHICH, asked));
  }

  private static String known(Standing standing, Fact fact) {
    return switch (standing.facts().get(fact)) {
      case null -> throw new MissingFact(fact);
      case Standing.Answer.Known(var text) -> text;
      case Standing.Answer.Refused _ -> "";
    };
  }

  private int wanted() {
    return action.manifest().runs() instanceof ActionRuns.JavaScript script
        ? script.node().major()
        : 0;
  }

  /// Returns the number before the first dot of `v20.1.2`, or 0 if there is none.
  private static int major(String version) {
    int number = 0;
    String text = version.strip();
    for (int i = text.startsWith("v") ? 1 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || number > 9999) {
        break;
      }
      number = number * 10 + c - '0';
    }
    return number;
  }
}
