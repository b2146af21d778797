// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event.Detail;
import io.berth.expressions.Fact;
import io.berth.spi.Layout;
import io.berth.workflow.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a `run` step runs: its shell, its script and where.
///
/// @param site where the step is
record Script(Site site) {

  /// The fact whether a program can be found through `PATH`.
  static final String WHICH = "which";

  Detail.StepPrepared prepared(
      Layout layout,
      Step.Action.Run run,
      Evaluator evaluator,
      Map<String, String> env,
      @Nullable Duration limit) {
    // What the job says about its scripts says nothing about those of actions.
    var shared = site.scope() == null ? site.standing().prepared() : null;
    String text = evaluator.text(run.script());
    String named = evaluator.text(run.shell());
    if (named == null || named.isBlank()) {
      named = shared == null ? null : shared.shell();
    }
    if (site.scope() != null && (named == null || named.isBlank())) {
      throw BadTemplate.at(run.script().span(), "Required property is missing: shell", null);
    }
    boolean windows = layout.os().equals("Windows");
    Shell shell = Shell.choose(named, site.spec().workflow().dialect(), windows, this::present);
    if (shell == null) {
      var place = run.shell() == null ? run.script() : run.shell();
      throw BadTemplate.at(place.span(), Shell.INVALID, null);
    }
    String directory = evaluator.text(run.workingDirectory());
    if (directory == null || directory.isBlank()) {
      directory = shared == null ? null : shared.directory();
    }
    String file = site.files(layout).script(shell.extension());
    String script = text == null ? "" : text;
    new ServiceAccess(site).askFor(script);
    return new Detail.StepPrepared(
        site.key(),
        shell.file(windows ? script.replace("\r\n", "\n").replace("\n", "\r\n") : script),
        shell.shown(),
        shell.command(file),
        file,
        env,
        absolute(layout, directory == null ? "" : directory),
        limit);
  }

  /// Returns a path as the environment sees it; a relative one starts at the workspace.
  static String absolute(Layout layout, String path) {
    String workspace = layout.paths().workspace();
    String plain = path.strip();
    if (plain.isEmpty() || plain.equals(".")) {
      return workspace;
    }
    if (layout.os().equals("Windows")) {
      boolean rooted = plain.startsWith("\\") || (plain.length() > 1 && plain.charAt(1) == ':');
      return rooted ? plain : workspace + "\\" + plain.replace('/', '\\');
    }
    if (plain.startsWith("/")) {
      return plain;
    }
    return workspace + "/" + (plain.startsWith("./") ? plain.substring(2) : plain);
  }

  private boolean present(String program) {
    var fact = new Fact(WHICH, List.of(program));
    return switch (site.standing().facts().get(fact)) {
      case null -> throw new MissingFact(fact);
      case Standing.Answer.Known(var path) -> !path.isEmpty();
      case Standing.Answer.Refused _ -> false;
    };
  }
}
