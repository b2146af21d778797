// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is given to a command besides its line.
class PresetsTest {

  @TempDir Path folder;
  @TempDir Path home;

  private final Map<String, String> env = new HashMap<>();

  @BeforeEach
  void makeWorkflow() throws IOException {
    write(
        folder.resolve(".github/workflows/ci.yml"),
        """
        on: [push, pull_request]
        jobs:
          a:
            runs-on: x
            steps:
              - run: echo "[$ONE][$TWO][${{ vars.THREE }}][${{ github.event_name }}][${{ github.event.from }}]"
          b:
            runs-on: x
            steps: [{run: echo the second}]
        """);
    env.put("HOME", home.toString());
    env.put("PATH", System.getenv("PATH"));
    env.put("LANG", "C.UTF-8");
  }

  @Test
  void theOptionsOfActAreAppliedInTheirOrderBelowWhatIsTyped() throws IOException {
    write(home.resolve(".config/act/actrc"), "-j b\n--env ONE=xdg\n--env TWO=xdg\n");
    write(home.resolve(".actrc"), "# a comment\n  --env TWO=$FROM ${X\n--job=b\n");
    write(folder.resolve(".actrc"), "-ja\n--var THREE=here\n--dryrun=false\n");
    env.put("FROM", "variable");

    Called called = call("exec", "--env", "ONE=typed");

    assertThat(called.out())
        .contains("[typed][variable ${X][here][push][]")
        .doesNotContain("second");
    assertThat(called.err()).isEmpty();
  }

  @Test
  void whatHasNoMeaningIsNamedOnceAndNeverDroppedInSilence() throws IOException {
    write(
        folder.resolve(".actrc"),
        "-P ubuntu-latest=node:16\n-P mine=-self-hosted\n--reuse\n--nonsense\n-j a\n");

    Called called = call("exec");

    assertThat(called.code()).isZero();
    Golden.check("actrc-warnings.txt", called.err().replace(folder.toString(), "FOLDER"));
  }

  @Test
  void aPayloadAndAnEventAreReadAsUsersOfActWriteThem() throws IOException {
    write(folder.resolve("p.json"), "{\"from\": \"file\"}");

    assertThat(call("exec", "pull_request", "-j", "a", "-e", "p.json").out())
        .contains("[pull_request][file]");
  }

  @Test
  void variablesStandForOptionsBelowWhatIsTyped() {
    env.put("BERTH_EXEC_ENV", "ONE=1\nTWO=2");
    env.put("BERTH_EXEC_JOB", "b");
    env.put("BERTH_EXEC_DRY_RUN", "false");

    Called called = call("exec", "--job", "a");

    assertThat(called.out()).contains("[1][2]").doesNotContain("the second");
  }

  @Test
  void aVariableThatStandsForNothingIsAnErrorWithASuggestion() throws IOException {
    env.put("BERTH_EXEC_JOBBS", "2");
    env.put("BERTH_EXEC_KEEP", "maybe");

    Called called = call("exec");

    assertThat(called.code()).isEqualTo(2);
    Golden.check("error-variables.txt", called.err());
  }

  @Test
  void theUsualFilesAreReadUnlessOthersAreNamed() throws IOException {
    write(folder.resolve(".env"), "ONE=file\nTWO=file\n");
    write(folder.resolve(".vars"), "THREE=file\n");
    write(folder.resolve("other"), "ONE=other\n");

    assertThat(call("exec", "-j", "a").out()).contains("[file][file][file]");
    assertThat(call("exec", "-j", "a", "--env-file", "other").out()).contains("[other][][file]");
  }

  @Test
  void flagsOfActWithoutAMeaningAreRefusedWithWhatToDo() throws IOException {
    Called called =
        call("exec", "--reuse", "--container-architecture", "linux/amd64", "-b", "--rm");

    assertThat(called.code()).isEqualTo(2);
    Golden.check("error-act-flags.txt", called.err());
  }

  @Test
  void anImageForALabelIsRefusedAndThisMachineIsNot() {
    assertThat(call("exec", "-j", "a", "-P", "x=-self-hosted").code()).isZero();
    assertThat(call("exec", "-P", "x=node:20").err()).contains("names an image", "-self-hosted");
  }

  private Called call(String... arguments) {
    env.put("XDG_STATE_HOME", home.resolve("state").toString());
    env.put("XDG_CACHE_HOME", home.resolve("cache").toString());
    return Called.with(folder, env, "", arguments);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
