// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.JobSpec;
import io.berth.expressions.Fact;
import io.berth.spi.Layout;
import io.berth.workflow.ActionManifest;
import io.berth.workflow.ActionReader;
import io.berth.workflow.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the files of a folder say about the action in it.
sealed interface ActionFile {

  /// The fact what the file holds in which the action in a folder describes itself.
  String KIND = "action";

  /// It was read.
  ///
  /// @param manifest what it says
  record Known(ActionManifest manifest) implements ActionFile {}

  /// There is none.
  record Missing() implements ActionFile {}

  /// It cannot be used.
  ///
  /// @param problems why, one line each, at least one
  record Broken(List<String> problems) implements ActionFile {
    public Broken {
      problems = List.copyOf(problems);
    }
  }

  /// @throws MissingFact if the folder was not looked at yet
  static ActionFile in(Site site, Layout layout, String directory) {
    Fact fact = LocalAction.manifest(layout, directory);
    return switch (site.standing().facts().get(fact)) {
      case null -> throw new MissingFact(fact);
      case Standing.Answer.Refused(var problem) -> new Broken(List.of(problem));
      case Standing.Answer.Known(var answer) -> read(site.spec(), layout, directory, answer);
    };
  }

  /// Returns the manifest that was found in a folder, or `null` if there is none.
  static @Nullable ActionManifest manifest(JobSpec spec, Standing standing, String directory) {
    Layout layout = standing.layout();
    Fetched fetched = standing.fetched();
    if (layout != null && fetched != null) {
      ActionManifest remote = fetched.manifest(layout, directory);
      if (remote != null) {
        return remote;
      }
    }
    if (layout == null) {
      return null;
    }
    var answer = standing.facts().get(LocalAction.manifest(layout, directory));
    return answer instanceof Standing.Answer.Known(var text)
            && read(spec, layout, directory, text) instanceof Known(var manifest)
        ? manifest
        : null;
  }

  private static ActionFile read(JobSpec spec, Layout layout, String directory, String answer) {
    int end = answer.indexOf('\n');
    if (end < 0) {
      return new Missing();
    }
    String name = answer.substring(0, end);
    String shown = shown(layout, directory) + name;
    if (name.toLowerCase(Locale.ROOT).equals("dockerfile")) {
      return new Known(ActionManifest.ofDockerfile(shown, name));
    }
    byte[] content = answer.substring(end + 1).getBytes(StandardCharsets.UTF_8);
    var reading = ActionReader.read(shown, content, spec.workflow().dialect());
    ActionManifest manifest = reading.manifest();
    return manifest == null ? new Broken(problems(reading.diagnostics())) : new Known(manifest);
  }

  private static List<String> problems(List<Diagnostic> diagnostics) {
    List<String> problems = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      if (diagnostic.isError()) {
        problems.add(Failures.line(diagnostic.error()));
      }
    }
    return problems;
  }

  /// What is in the repository is shown as users know it.
  private static String shown(Layout layout, String directory) {
    String separator = layout.os().equals("Windows") ? "\\" : "/";
    String folder = directory + separator;
    for (String top : List.of(layout.paths().workspace(), LocalAction.ownFolder(layout))) {
      if (folder.startsWith(top + separator)) {
        return folder.substring(top.length() + separator.length());
      }
    }
    return folder;
  }
}
