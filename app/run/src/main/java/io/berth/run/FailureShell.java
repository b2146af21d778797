// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.engine.Event;
import io.berth.engine.Result;
import io.berth.engine.StepKey;
import io.berth.engine.output.Masker;
import io.berth.spi.Environment;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Layout;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lets a person look around in the environment of a job that failed, as the first step that failed
/// saw it, before the environment is given back. May be called from any thread.
///
/// What the person types and sees is written nowhere.
final class FailureShell {

  /// Without the start-up files of the user, which would change what the step had.
  private static final List<String> SHELL =
      List.of(
          "sh",
          "-c",
          "command -v bash >/dev/null 2>&1 && exec bash --noprofile --norc -i; exec sh -i");

  private final Person person;
  private final Cancellation cancellation;
  private final Map<StepKey, ExecSpec> failing = new HashMap<>();
  private final Map<StepKey, String> names = new HashMap<>();
  private @Nullable StepKey failed;

  /// @param cancellation while nobody asked for it, a person wants to look
  FailureShell(Person person, Cancellation cancellation) {
    this.person = person;
    this.cancellation = cancellation;
  }

  /// Notes how a process of a step ended.
  synchronized void ended(StepKey step, ExecSpec spec, ExecOutcome outcome) {
    if (!(outcome instanceof ExecOutcome.Exited(var code) && code == 0)) {
      failing.put(step, spec);
    }
  }

  /// Notes what happened in the job.
  synchronized void recorded(Event event) {
    if (event instanceof Event.StepStarted(var step, var name)) {
      names.put(step, name);
    } else if (event instanceof Event.StepCompleted completed
        && completed.conclusion() == Result.FAILURE
        && failed == null) {
      failed = completed.step();
    }
  }

  /// Opens a shell if a step failed, and waits for its end.
  ///
  /// @param masker hides the secrets in what is said about the step
  void visit(Environment environment, Masker masker) throws InterruptedException {
    StepKey step = failed();
    if (step == null || cancellation.requests() > 0) {
      return;
    }
    ExecSpec spec = spec(step);
    Layout layout = environment.layout();
    Map<String, String> env = new LinkedHashMap<>(spec == null ? layout.env() : spec.env());
    env.putIfAbsent("TERM", "xterm");
    env.put("PS1", plain(step.job().value()) + ":\\w\\$ ");
    env.put("HISTFILE", "/dev/null");
    String directory = spec == null ? layout.paths().workspace() : spec.directory();
    var shell = new ExecSpec(new ExecId("shell"), SHELL, env, directory, null);
    String about = about(step, spec, masker);
    person.talk(about, (columns, rows) -> environment.converse(shell, columns, rows));
  }

  private synchronized @Nullable StepKey failed() {
    return failed;
  }

  private synchronized @Nullable ExecSpec spec(StepKey step) {
    return failing.get(step);
  }

  private synchronized String about(StepKey step, @Nullable ExecSpec spec, Masker masker) {
    String name = names.getOrDefault(step, "step " + step.number());
    var text = new StringBuilder("\n").append(shown(step.job().value(), masker));
    text.append(" failed in `").append(shown(name, masker));
    text.append("`. This is a shell where it ran, with its variables.\n");
    if (spec != null) {
      text.append("  again  ").append(shown(String.join(" ", spec.command()), masker)).append('\n');
    }
    return text.append("  leave  exit, or Ctrl-D: the environment is removed then\n\n").toString();
  }

  /// What a workflow says must neither tell a secret nor steer the terminal.
  private static String shown(String text, Masker masker) {
    var shown = new StringBuilder();
    String masked = masker.mask(text);
    for (int i = 0; i < masked.length(); i++) {
      char c = masked.charAt(i);
      shown.append(Character.isISOControl(c) ? '?' : c);
    }
    return shown.toString();
  }

  /// In a prompt, much more than a backslash has a meaning.
  private static String plain(String text) {
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean same = Character.isLetterOrDigit(c) || "_.-".indexOf(c) >= 0;
      plain.append(same ? c : '_');
    }
    return plain.toString();
  }
}
