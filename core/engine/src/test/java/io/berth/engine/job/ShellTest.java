// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.workflow.Dialect;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShellTest {

  private static final Set<String> ALL = Set.of("bash", "sh", "python", "pwsh");

  private static @Nullable List<String> command(
      @Nullable String given, Dialect dialect, Set<String> present) {
    Shell shell = Shell.choose(given, dialect, false, present::contains);
    return shell == null ? null : shell.command("/s");
  }

  @Test
  void anUnsetShellIsBashWithoutPipefailOnGithub() {
    assertThat(command(null, Dialect.GITHUB, ALL)).containsExactly("bash", "-e", "/s");
  }

  @Test
  void anUnsetShellIsBashWithPipefailOnForgejoAndGitea() {
    var withPipefail = List.of("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "/s");

    assertThat(command(null, Dialect.FORGEJO, ALL)).isEqualTo(withPipefail);
    assertThat(command(null, Dialect.GITEA, ALL)).isEqualTo(withPipefail);
    assertThat(command("bash", Dialect.GITHUB, ALL)).isEqualTo(withPipefail);
  }

  @Test
  void anUnsetShellIsShWhereThereIsNoBash() {
    assertThat(command(null, Dialect.GITHUB, Set.of("sh"))).containsExactly("sh", "-e", "/s");
  }

  @Test
  void pythonIsPython3WhereThereIsNoOther() {
    assertThat(command("python", Dialect.GITHUB, ALL)).containsExactly("python", "/s");
    assertThat(command("python", Dialect.GITHUB, Set.of("python3")))
        .containsExactly("python3", "/s");
  }

  @Test
  void powershellStopsAtErrorsAndPassesTheLastExitCodeOn() {
    Shell shell = requireNonNull(Shell.choose("pwsh", Dialect.GITHUB, false, ALL::contains));

    assertThat(shell.command("/s")).containsExactly("pwsh", "-command", ". '/s'");
    assertThat(shell.file("run"))
        .startsWith("$ErrorActionPreference = 'stop'\nrun\n")
        .endsWith("exit $LASTEXITCODE }");
  }

  @Test
  void anyProgramThatTakesTheScriptIsAShell() {
    assertThat(command("perl -w \"a b\" {0} end", Dialect.GITHUB, ALL))
        .containsExactly("perl", "-w", "a b", "/s", "end");
  }

  @Test
  void nodeIsAShellOnForgejoOnly() {
    assertThat(command("node", Dialect.FORGEJO, ALL)).containsExactly("node", "/s");
    assertThat(command("node", Dialect.GITHUB, ALL)).isNull();
  }

  @Test
  void aProgramWithoutAPlaceForTheScriptIsNoShell() {
    var job = ScriptedJob.of("steps: [{run: one, shell: zsh}]").go();

    assertThat(job.results()).containsExactly("failure");
    assertThat(job.log).anySatisfy(line -> assertThat(line).endsWith(Shell.INVALID));
  }

  @Test
  void theScriptIsWrittenAsItStandsWithoutAddedLines() {
    var job = ScriptedJob.of("steps:", "- run: |", "    echo $LINENO", "    false").go();

    assertThat(job.run(1).files().get(1).content()).asString().isEqualTo("echo $LINENO\nfalse\n");
  }

  @Test
  void theHeadingShowsScriptShellAndVariables() {
    var job =
        ScriptedJob.of("steps:", "- run: |", "    echo a", "    echo b", "  env: {X: y}").go();

    assertThat(job.log)
        .containsSubsequence(
            "##[group]Run echo a",
            "\u001b[36;1mecho a\u001b[0m",
            "\u001b[36;1mecho b\u001b[0m",
            "shell: bash -e {0}",
            "env:",
            "  LEVEL: workflow",
            "  OUTER: kept",
            "  X: y",
            "##[endgroup]");
  }
}
