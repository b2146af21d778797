// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalActionTest extends OnGround {

  @Test
  void stepsOfActionsRunInTheLogOfTheStepThatUsesThem() throws Exception {
    ground
        .workflow(
            "on: push",
            "jobs:",
            "  a:",
            "    runs-on: x",
            "    steps:",
            "    - {id: s, uses: ./greet, with: {who: World}}",
            "    - run: echo it said ${{ steps.s.outputs.said }}, added $ADDED")
        .file(
            "greet/action.yml",
            """
            inputs: {who: {default: nobody}}
            outputs: {said: {value: "${{ steps.say.outputs.said }}"}}
            runs:
              using: composite
              steps:
              - id: say
                run: |
                  echo "said=Hello ${{ inputs.who }}" >> "$GITHUB_OUTPUT"
                  echo "ADDED=by the action" >> "$GITHUB_ENV"
                  cat "$GITHUB_ACTION_PATH/note.txt"
                shell: bash
              - uses: ./greet/inner
            """)
        .file("greet/note.txt", "a note of the action\n")
        .file(
            "greet/inner/action.yaml",
            "runs: {using: composite, steps: [{run: echo from within, shell: sh}]}\n");

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.log())
        .contains("a note of the action\n", "from within\n")
        .contains("it said Hello World, added by the action\n");
  }

  @Test
  void anActionMayBeMadeByTheStepsBeforeIt() throws Exception {
    ground.workflow(
        "on: push",
        "jobs:",
        "  a:",
        "    runs-on: x",
        "    steps:",
        "    - {uses: ./made, continue-on-error: true}",
        "    - run: |",
        "        mkdir made",
        "        echo 'runs: {using: composite, steps: [{run: echo I am, shell: sh}]}' > made/action.yml",
        "    - uses: ./made");

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.log())
        .containsOnlyOnce("Did you forget to run actions/checkout")
        .contains("I am\n");
  }

  @Test
  void aStepOfAnActionThatFailsFailsTheJob() throws Exception {
    ground
        .workflow("on: push", "jobs:", "  a: {runs-on: x, steps: [{uses: ./a}, {run: echo never}]}")
        .file(
            "a/action.yml",
            "runs: {using: composite, steps: [{run: exit 3, shell: sh}, {run: echo never, shell: sh}]}\n");

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.FAILURE);
    assertThat(ground.jobs()).isEqualTo(Map.of("a", "failure"));
    assertThat(ground.log()).contains("exit code 3").doesNotContain("never\n");
  }

  @Test
  void anInterruptReachesTheProcessOfAStepInAnAction() throws Exception {
    ground
        .workflow(
            "on: push",
            "jobs:",
            "  a: {runs-on: x, steps: [{uses: ./a}, {run: echo cleaned up, if: always()}]}")
        .file(
            "a/action.yml",
            """
            runs:
              using: composite
              steps:
              - run: trap 'echo heard; exit 1' INT; echo waits; while true; do sleep 0.05; done
                shell: bash
              - {run: echo never, shell: bash, if: always()}
            """)
        .when("waits\n", ground.cancellation::request);

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.INTERRUPTED);
    assertThat(ground.log()).contains("heard\n", "cleaned up\n").doesNotContain("never\n");
  }

  @Test
  void javaScriptRunsWithItsInputsKeepsItsStateAndCleansUp() throws Exception {
    assumeNode();
    ground
        .workflow(
            "on: push",
            "jobs:",
            "  a:",
            "    runs-on: x",
            "    steps:",
            "    - {id: j, uses: ./js, with: {some name: given}}",
            "    - run: echo output ${{ steps.j.outputs.o }}")
        .file(
            "js/action.yml",
            "inputs: {some name: {}}\nruns: {using: node12, main: main.js, post: post.js}\n")
        .file(
            "js/main.js",
            """
            const fs = require('fs');
            fs.appendFileSync(process.env.GITHUB_OUTPUT, 'o=' + process.env.INPUT_SOME_NAME + '\\n');
            console.log('::save-state name=old::way');
            fs.appendFileSync(process.env.GITHUB_STATE, 'kept=value\\n');
            """)
        .file("js/post.js", "console.log('cleans', process.env.STATE_kept, process.env.STATE_old)");

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.log()).containsSubsequence("output given\n", "cleans value way\n");
  }

  private static void assumeNode() {
    boolean found = false;
    for (String directory : System.getenv("PATH").split(":", -1)) {
      found |= Files.isExecutable(Path.of(directory, "node"));
    }
    assumeTrue(found, "SKIPPED: there is no `node` in PATH, so no JavaScript action was run");
  }

  @Test
  void anActionOfTheRepositoryIsThereThoughTheWorkspaceIsEmptyInWhateverEncoding()
      throws Exception {
    ground
        .workflow(
            "on: push",
            "jobs:",
            "  a: {runs-on: x, steps: [{run: ls -A}, {uses: $/greet}, {uses: $/greet}]}")
        .file("greet/say.sh", "echo said from its files")
        .file("greet/action.yml", "");
    Files.write(
        ground.root.resolve("greet/action.yml"),
        "\uFEFFruns: {using: composite, steps: [{run: 'sh $GITHUB_ACTION_PATH/say.sh', shell: sh}]}"
            .getBytes(StandardCharsets.UTF_16LE));
    ground.placement =
        new ExecRequest.Placement(null, 2, ExecRequest.WorkspaceContent.EMPTY, false);

    ExitStatus status = ground.exec();

    assertThat(ground.log().split("said from its files\n", -1)).hasSize(3);
    assertThat(ground.log()).doesNotContain("greet\n##[group]");
    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
  }
}
