// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.expressions.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that run something, and those that look at it afterwards.
class RunningTest {

  private static final String TWO_JOBS =
      """
      name: Two
      on: push
      jobs:
        first:
          runs-on: here
          steps:
            - run: echo from the first
            - run: echo $((6 * 7)); exit 3
        second:
          needs: first
          runs-on: here
          steps:
            - run: echo never
      """;

  @TempDir Path folder;
  @TempDir Path home;

  @Test
  void aFailedJobIsExitCodeOneAndItsLogIsShown() throws IOException {
    workflow(TWO_JOBS);

    Called called = call("exec");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.out()).contains("from the first\n", "42\n", "failed, exit code 3");
    assertThat(called.err()).isEmpty();
  }

  @Test
  void theLineAtFaultIsShownFromWhereverBerthIsCalled() throws IOException {
    workflow("on: push\njobs:\n  a:\n    ruins-on: x\n    steps: [{run: echo}]\n");
    Path below = Files.createDirectories(folder.resolve("below"));

    Called fromAbove = call("exec", "-C", "below");
    Called checked = Called.with(below, "check");

    assertThat(fromAbove.err()).contains("4 |     ruins-on: x\n");
    assertThat(checked.out()).contains("--> ../.github/workflows/", "4 |     ruins-on: x\n");
  }

  @Test
  void theLastLineOfJsonTellsHowEveryJobEnded() throws IOException {
    workflow(TWO_JOBS);

    List<String> lines = call("exec", "--json").out().lines().toList();

    assertThat(lines).allSatisfy(line -> assertThat(Json.parse(line)).isNotNull());
    assertThat(lines.getFirst()).contains("\"type\":\"run.started\"");
    assertThat(lines.getLast())
        .contains("\"type\":\"run.finished\"")
        .endsWith("\"jobs\":{\"first\":\"failure\",\"second\":\"skipped\"}}");
  }

  @Test
  void aRunThatIsOverCanBeListedReadAndDrawnAgain() throws IOException {
    workflow(TWO_JOBS);
    String shown = call("exec").out();

    assertThat(call("runs").out()).contains("failure", "Two (push)").hasLineCount(1);
    assertThat(call("replay", "latest").out()).isEqualTo(shown);
    assertThat(call("logs", "latest").out()).isEqualTo(shown);
    assertThat(call("logs", "latest", "first").out())
        .contains("from the first\n")
        .doesNotContain("second");
    Called unknown = call("logs", "latest", "frist");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("did you mean `first`?");
  }

  @Test
  void aRunThatWasCutIsShownAsFarAsItGoesAndItIsSaid() throws IOException {
    workflow(TWO_JOBS);
    call("exec");
    Path run;
    try (var runs = Files.list(home.resolve(".local/state/berth/runs"))) {
      run = runs.findFirst().orElseThrow();
    }
    Path events = run.resolve("events.jsonl");
    String rows = Files.readString(events);
    Files.writeString(events, rows.substring(0, rows.length() - 20));

    Called logs = call("logs", "latest");
    Called replayed = call("replay", "latest");

    assertThat(logs.out()).contains("from the first\n");
    assertThat(logs.err()).startsWith("notice: this run never ended").isEqualTo(replayed.err());
  }

  @Test
  void runsAreKeptWhereTheVariablesSay() throws IOException {
    workflow(TWO_JOBS);
    var env = new HashMap<>(Map.of("HOME", home.toString(), "PATH", System.getenv("PATH")));
    env.put("XDG_STATE_HOME", home.resolve("elsewhere").toString());
    env.put("XDG_CACHE_HOME", "not/absolute");

    Called.with(folder, env, "", "exec");

    assertThat(home.resolve("elsewhere/berth/runs")).isNotEmptyDirectory();
    assertThat(home.resolve(".cache/berth/work")).isDirectory();
    assertThat(Called.with(folder, env, "", "runs").out()).hasLineCount(1);
  }

  @Test
  void aPlanShowsEveryLegAndKeepsNothing() throws IOException {
    workflow(
        """
        name: Planned
        on: push
        jobs:
          build:
            runs-on: ubuntu-latest
            strategy: {matrix: {os: [a, b]}}
            steps:
              - run: make
          database:
            runs-on: ubuntu-latest
            services: {db: {image: postgres}}
            steps: [{run: echo}]
          later:
            needs: build
            if: github.event_name == 'push'
            runs-on: ubuntu-latest
            steps: [{run: echo, name: Last}]
          never:
            if: false
            runs-on: ubuntu-latest
            steps: [{run: echo}]
        """);

    Called text = call("plan");

    assertThat(text.code()).isZero();
    Golden.check("plan.txt", text.out());
    Golden.check("plan.json", call("plan", "--json").out());
    assertThat(call("runs").out()).isEmpty();
  }

  @Test
  void onATerminalTheRunIsDrawnUnlessSomethingSpeaksAgainstIt() throws IOException {
    workflow(TWO_JOBS);
    String tree = "\n  ✔ Set up job ";
    String lines = "\n[first] Set up job";

    assertThat(onTerminal(Map.of("TERM", "xterm"), "exec").out())
        .contains("Set up job", "\u001b[1;31m")
        .doesNotContain("[first]");
    assertThat(onTerminal(Map.of("TERM", "xterm"), "replay", "latest", "--no-color").out())
        .contains(tree);
    assertThat(onTerminal(Map.of("TERM", "dumb"), "exec").out())
        .contains(lines)
        .doesNotContain("\u001b");
    assertThat(onTerminal(Map.of("TERM", "xterm", "CI", "true"), "exec", "--no-color").out())
        .contains(lines);
    assertThat(onTerminal(Map.of("TERM", "xterm"), "exec", "--plain", "--no-color").out())
        .contains(lines);
    assertThat(onTerminal(Map.of("TERM", "xterm", "NO_COLOR", "1"), "exec").out())
        .contains(tree)
        .doesNotContain("\u001b[1;31m");
  }

  private Called onTerminal(Map<String, String> more, String... arguments) {
    Map<String, String> env = new HashMap<>(more);
    env.putAll(Map.of("LANG", "C.UTF-8", "HOME", home.toString(), "PATH", System.getenv("PATH")));
    return Called.with(folder, env, "", new Tty(false, true, true), arguments);
  }

  private Called call(String... arguments) {
    Map<String, String> env =
        Map.of("LANG", "C.UTF-8", "HOME", home.toString(), "PATH", System.getenv("PATH"));
    return Called.with(folder, env, "", arguments);
  }

  private void workflow(String content) throws IOException {
    Path file = folder.resolve(".github/workflows/ci.yml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
