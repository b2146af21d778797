// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.expressions.Value;
import io.berth.workflow.Diagnostic;
import io.berth.workflow.Template;
import io.berth.workflow.Workflow;
import io.berth.workflow.plan.EventFilter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What everybody who follows a run should know once: where it differs from a run on a forge.
final class Notices {

  private final WorkflowFiles files;
  private final GitFacts git;
  private final Set<String> labels = new HashSet<>();
  private final List<String> more = new ArrayList<>();

  Notices(WorkflowFiles files, GitFacts git) {
    this.files = files;
    this.git = git;
  }

  /// Adds what was noticed before any run began.
  void add(List<String> noticed) {
    more.addAll(noticed);
  }

  /// Returns what to say before the jobs of a workflow begin.
  ///
  /// @param github the `github` context of the run
  /// @param warnings the warnings about all files that were read
  List<String> before(
      Workflow workflow, Value.ObjectValue github, List<Diagnostic> warnings, boolean dryRun) {
    List<String> notices = new ArrayList<>();
    if (dryRun) {
      notices.add("this is a dry run: everything is decided and nothing is run");
    }
    for (String other : files.passedOver()) {
      notices.add(
          "the workflows of `" + other + "` are passed over for those of `" + files.folder() + "`");
    }
    if (!git.missing().isEmpty()) {
      notices.add(
          "there is no "
              + String.join(" and no ", git.missing())
              + ": what the github context says about that is empty or made up");
    }
    notices.addAll(more);
    for (Diagnostic warning : warnings) {
      if (warning.where().file().equals(workflow.file())) {
        notices.add(warning.where() + ": " + warning.error().problem());
      }
    }
    notices.addAll(filters(workflow, github));
    return notices;
  }

  private static List<String> filters(Workflow workflow, Value.ObjectValue github) {
    String event = text(github, "event_name");
    Template configuration = workflow.triggers().events().get(event);
    if (configuration == null) {
      return List.of();
    }
    String activity =
        github.member("event").orElse(Value.NULL) instanceof Value.ObjectValue payload
            ? text(payload, "action")
            : "";
    List<String> notices = new ArrayList<>();
    var happening =
        new EventFilter.Happening(text(github, "ref"), activity.isEmpty() ? null : activity, null);
    for (String objection : EventFilter.of(event, configuration).objections(happening)) {
      notices.add("a forge would not run this workflow: " + objection);
    }
    return notices;
  }

  /// Returns what to say about the labels of a job: that one names a system that this machine does
  /// not have, once for each.
  synchronized List<String> about(List<String> asked) {
    List<String> notices = new ArrayList<>();
    String here = system(System.getProperty("os.name", ""));
    for (String label : asked) {
      String wanted = system(label);
      if (!wanted.isEmpty() && !wanted.equals(here) && labels.add(label)) {
        notices.add(
            "the label `"
                + label
                + "` names "
                + wanted
                + ", and its jobs run on this machine, which has "
                + here);
      }
    }
    return notices;
  }

  private static String system(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("windows")) {
      return "Windows";
    }
    if (lower.startsWith("mac")) {
      return "macOS";
    }
    return lower.startsWith("linux") || lower.startsWith("ubuntu") ? "Linux" : "";
  }

  private static String text(Value.ObjectValue object, String name) {
    return object.member(name).orElse(Value.NULL).asString();
  }
}
