// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandsTest {

  @TempDir Path folder;

  @Test
  void versionIsAnObjectInJson() {
    Called called = Called.with(folder, "version", "--json");

    assertThat(Json.parse(called.out().strip())).isInstanceOf(Value.ObjectValue.class);
    assertThat(called.out())
        .contains("\"version\":", "\"build\":", "\"java\":", "\"startupCache\":");
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeIsExplainedWithCauseExampleAndRemedy(ErrorCode code) {
    Called called = Called.with(folder, "explain", code.id());

    assertThat(called.code()).isZero();
    assertThat(called.out())
        .startsWith("# " + code.id() + ": " + code.title())
        .contains("## Cause", "## Example", "## What to do");
  }

  @Test
  void anUnknownCodeIsSuggested() {
    Called called = Called.with(folder, "explain", "b9002");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("`B9001`");
  }

  @Test
  void anExpressionIsEvaluatedWithItsContexts() throws IOException {
    Files.writeString(folder.resolve("c.json"), "{\"GitHub\": {\"ref\": \"refs/heads/main\"}}");

    Called called = Called.with(folder, "eval", "${{ github.ref }}", "--context", "c.json");

    assertThat(called).isEqualTo(new Called(0, "refs/heads/main\n", ""));
  }

  @Test
  void aValueThatIsNoTextIsPrintedAsJson() {
    assertThat(Called.with(folder, "eval", "fromJSON('[1, true]')").out())
        .isEqualTo("[\n  1,\n  true\n]\n");
  }

  @Test
  void anExpressionThatIsNoneIsAnError() {
    Called called = Called.with(folder, "eval", "github.ref");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("error[B1003]", "--context FILE");
  }

  @Test
  void aBatchIsAnsweredLineByLineWithoutFailing() {
    String lines =
        "{\"expr\": \"1 == 1\"}\nnot json\n{\"expr\": \"a.b\", \"contexts\": {\"a\": {\"b\": 2}}}\n";

    Called called = Called.with(folder, Map.of(), lines, "eval", "--batch", "-");

    assertThat(called.code()).isZero();
    assertThat(called.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("{\"kind\":\"Boolean\",\"value\":true}"),
            line -> assertThat(line).startsWith("{\"error\":{\"kind\":\"parsing\""),
            line -> assertThat(line).isEqualTo("{\"kind\":\"Number\",\"value\":2}"));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Called called = Called.with(folder, "eval", "--batch", "nowhere.jsonl");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("error[B2003]: `nowhere.jsonl` cannot be read: there is no");
  }

  @Test
  void aCleanFolderPassesTheCheck() throws IOException {
    workflow("on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: echo\n");

    Called called = Called.with(folder, "check");

    assertThat(called).isEqualTo(new Called(0, "", "1 file: 0 errors, 0 warnings\n"));
  }

  @Test
  void aCheckReportsEveryErrorInThreeForms() throws IOException {
    workflow("on: push\njobs:\n  a:\n    ruins-on: x\n    steps:\n      - rnu: echo\n");

    Called text = Called.with(folder, "check");

    assertThat(text.code()).isEqualTo(1);
    Golden.check("check.txt", text.out());
    Golden.check("check.json", Called.with(folder, "check", "--format", "json").out());
    String sarif = Called.with(folder, "check", "--format=sarif").out();
    assertThat(Json.parse(sarif.strip())).isInstanceOf(Value.ObjectValue.class);
    Golden.check("check.sarif", sarif);
  }

  @Test
  void aCheckReadsTheActionsOfTheRepositoryThatWorkflowsUse() throws IOException {
    workflow(
        """
        on: push
        jobs:
          a:
            runs-on: x
            steps:
            - uses: ./outer
            - uses: ./made-by-a-step
            - uses: $/inner
        """);
    action("outer", "runs: {using: composite, steps: [{uses: ./inner}]}\n");
    action(
        "inner",
        """
        inputs: {yes: {}}
        runs: {using: composite, steps: [{run: '${{ inputs.no }}', shell: sh}]}
        """);

    Called called = Called.with(folder, "check");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.out()).contains("inner/action.yml:2:52", "`inputs` has no member `no`");
    assertThat(called.err()).isEqualTo("3 files: 1 error, 0 warnings\n");
  }

  private void action(String name, String content) throws IOException {
    Path place = Files.createDirectories(folder.resolve(name));
    Files.writeString(place.resolve("action.yml"), content);
  }

  @Test
  void aCheckOfNothingIsAUsageError() {
    assertThat(Called.with(folder, "check").code()).isEqualTo(2);
    assertThat(Called.with(folder, "check", "nowhere.yml").code()).isEqualTo(2);
    assertThat(Called.with(folder, "check", "--format", "xml").code()).isEqualTo(2);
  }

  @Test
  void runsWithoutAnyIsEmpty() {
    Called called = Called.with(folder, "runs");

    assertThat(called.code()).isZero();
    assertThat(called.out()).isEmpty();
  }

  @Test
  void theScriptsForShellsNameEveryCommand() {
    for (String shell : new String[] {"bash", "zsh", "fish"}) {
      String script = Called.with(folder, "completion", shell).out();
      for (CommandName command : CommandName.values()) {
        assertThat(script).as(shell).contains(command.group(), command.member());
      }
    }
  }

  @Test
  void everyExampleOfTheHelpUsesOptionsThatThereAre() {
    for (CommandName command : CommandName.values()) {
      List<String> names = new ArrayList<>();
      Options.of(command.create())
          .spec()
          .options()
          .forEach(option -> names.addAll(List.of(option.names())));

      for (HelpText.Entry example : Examples.of(command)) {
        assertThat(example.left()).contains("berth " + command.word());
        assertThat(List.of(example.left().split(" ", -1)).stream().filter(w -> w.startsWith("-")))
            .as(example.left())
            .isSubsetOf(names);
      }
    }
  }

  @Test
  void behindTheOptionForAJobTheJobsOfTheWorkflowsAreCompleted() throws Exception {
    String listed = "{\"jobs\":[{\"job\":\"build\"},{\"job\":\"test\"},{\"job\":\"bench\"}]}";
    String script =
        "berth() { echo '"
            + listed
            + "'; }\n"
            + Called.with(folder, "completion", "bash").out()
            + "COMP_WORDS=(berth exec --job b); COMP_CWORD=3; _berth; echo \"${COMPREPLY[*]}\"";

    Process bash = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();

    assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8)).isEqualTo("bench build\n");
    assertThat(bash.waitFor()).isZero();
  }

  private void workflow(String content) throws IOException {
    Path file = folder.resolve(".github/workflows/ci.yml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
