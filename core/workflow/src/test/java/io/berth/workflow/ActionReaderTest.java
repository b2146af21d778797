// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.model.SourceSpan;
import io.berth.workflow.ActionRuns.Image;
import io.berth.workflow.ActionRuns.Node;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ActionReaderTest {

  @Test
  void aJavaScriptActionNamesItsFilesAndWhenTheyRun() {
    ActionManifest action =
        valid(
            """
            name: Greet
            description: Says hello
            icon: wave
            runs:
              using: Node20
              pre: init.js
              main: dist/main.js
              post: cleanup.js
              post-if: failure()
            """);

    assertThat(action.name()).isEqualTo("Greet");
    assertThat(action.description()).isEqualTo("Says hello");
    assertThat(action.runs())
        .isInstanceOfSatisfying(
            ActionRuns.JavaScript.class,
            runs -> {
              assertThat(runs.node()).isEqualTo(Node.NODE20);
              assertThat(runs.main()).isEqualTo("dist/main.js");
              assertThat(shown(runs.pre())).isEqualTo("init.js if always()");
              assertThat(shown(runs.post())).isEqualTo("cleanup.js if failure()");
            });
  }

  @Test
  void theConditionOfAHookIsNotJoinedWithSuccess() {
    ActionManifest action =
        valid(
            """
            runs:
              using: docker
              image: docker://alpine:3
              pre-entrypoint: init.sh
              pre-if: runner.os == 'Linux'
              post-entrypoint: cleanup.sh
              post-if: ''
            """);

    assertThat(action.runs())
        .isInstanceOfSatisfying(
            ActionRuns.Docker.class,
            runs -> {
              assertThat(runs.image()).isEqualTo(new Image.Pulled("alpine:3"));
              assertThat(shown(runs.pre())).isEqualTo("init.sh if runner.os == 'Linux'");
              assertThat(shown(runs.post())).isEqualTo("cleanup.sh if always()");
            });
  }

  @Test
  void anImageWithoutASchemeIsBuiltFromADockerfile() {
    ActionManifest action =
        valid(
            """
            runs:
              using: docker
              image: images/Dockerfile
              args: ['${{ inputs.who }}', 2]
              env:
                WHO: ${{ inputs.who }}
            """);

    assertThat(action.runs())
        .isInstanceOfSatisfying(
            ActionRuns.Docker.class,
            runs -> {
              assertThat(runs.image()).isEqualTo(new Image.Built("images/Dockerfile"));
              assertThat(runs.entrypoint()).isNull();
              assertThat(runs.args()).isInstanceOf(Template.Sequence.class);
              assertThat(runs.env()).isInstanceOf(Template.Mapping.class);
            });
  }

  @Test
  void theStepsOfACompositeActionAreThoseOfAJob() {
    ActionManifest action =
        valid(
            """
            outputs:
              time:
                description: When
                value: ${{ steps.now.outputs.time }}
            runs:
              using: composite
              steps:
                - uses: actions/checkout@v4
                - id: now
                  run: date
                  shell: bash
                  if: inputs.when
                - run: echo
                  shell: sh
            """);

    assertThat(action.outputs()).containsOnlyKeys("time");
    assertThat(action.outputs().get("time"))
        .satisfies(
            output ->
                assertThat(Objects.requireNonNull(output).value())
                    .isInstanceOf(Template.Computed.class));
    assertThat(action.runs())
        .isInstanceOfSatisfying(
            ActionRuns.Composite.class,
            runs -> {
              assertThat(runs.steps())
                  .extracting(Step::id)
                  .containsExactly("__actions_checkout", "now", "__run");
              assertThat(runs.steps().get(1).condition().expression().source())
                  .isEqualTo("success() && (inputs.when)");
            });
  }

  @Test
  void anInputKeepsItsDefaultAsATemplateAndIsFoundInAnyCase() {
    ActionManifest action =
        valid(
            """
            inputs:
              who-to-greet:
                description: Whom
                required: 'true'
                default: ${{ github.actor }}
                deprecationMessage: Say `whom` instead.
              Count:
                default: 5
              bare:
            runs:
              using: node24
              main: main.js
            """);

    assertThat(action.inputs()).containsOnlyKeys("who-to-greet", "Count", "bare");
    ActionManifest.Input who = action.input("WHO-TO-GREET").orElseThrow();
    assertThat(who.required()).isTrue();
    assertThat(who.description()).isEqualTo("Whom");
    assertThat(who.deprecation()).isEqualTo("Say `whom` instead.");
    assertThat(who.byDefault()).isInstanceOf(Template.Computed.class);
    assertThat(who.span()).isEqualTo(new SourceSpan("action.yml", 2, 3, 12));
    assertThat(action.input("count").orElseThrow().byDefault())
        .isInstanceOfSatisfying(
            Template.Literal.class, five -> assertThat(five.value().asString()).isEqualTo("5"));
    assertThat(action.input("bare").orElseThrow().byDefault()).isNull();
    assertThat(action.input("absent")).isEmpty();
  }

  @Test
  void anActionThatOnlyGitHubsRunnerContainsIsToldApart() {
    ActionManifest action = valid("runs: {plugin: checkout}");

    assertThat(action.runs())
        .isInstanceOfSatisfying(
            ActionRuns.Plugin.class, runs -> assertThat(runs.name()).isEqualTo("checkout"));
  }

  @Test
  void aDockerfileAloneIsAnAction() {
    ActionManifest action = ActionManifest.ofDockerfile("greet/dockerfile", "dockerfile");

    assertThat(action.inputs()).isEmpty();
    assertThat(action.runs())
        .isInstanceOfSatisfying(
            ActionRuns.Docker.class,
            runs -> assertThat(runs.image()).isEqualTo(new Image.Built("dockerfile")));
  }

  @Test
  void theContextsOfAForgeStandWhereThoseOfGitHubDo() {
    String text = "inputs: {who: {default: '${{ forge.actor }}'}}\nruns: {using: node20, main: a}";

    assertThat(ActionReader.read("action.yml", text.getBytes(UTF_8), Dialect.FORGEJO).manifest())
        .isNotNull();
    assertThat(ActionReader.read("action.yml", text.getBytes(UTF_8), Dialect.GITHUB).manifest())
        .isNull();
  }

  private static String shown(ActionRuns.@Nullable Hook hook) {
    return hook == null
        ? "nothing"
        : hook.program() + " if " + hook.condition().expression().source();
  }

  private static ActionManifest valid(String text) {
    ActionReader.Reading reading =
        ActionReader.read("action.yml", text.getBytes(UTF_8), Dialect.GITHUB);
    assertThat(reading.diagnostics()).isEmpty();
    return Objects.requireNonNull(reading.manifest());
  }

  @Test
  void aCheckLooksAtTheTypesOfExpressionsAndReadingDoesNot() {
    String text =
        """
        inputs: {who: {default: "${{ runner }}"}}
        outputs: {o: {value: "${{ steps.two.outputs.x }}"}}
        runs:
          using: composite
          steps:
          - {id: one, run: "echo ${{ inputs.how }}", shell: sh}
          - {run: "echo ${{ steps.one.outputs.x }} ${{ steps.one.output }}", shell: sh}
          - {uses: checkout}
        """;
    byte[] content = text.getBytes(StandardCharsets.UTF_8);

    List<String> found = new ArrayList<>();
    for (Diagnostic one : ActionReader.check("a.yml", content, Dialect.GITHUB).diagnostics()) {
      found.add(one.error().where() + " " + one.error().problem());
    }

    assertThat(found)
        .hasSize(5)
        .anySatisfy(one -> assertThat(one).startsWith("a.yml:1:").contains("a text is wanted"))
        .anySatisfy(one -> assertThat(one).startsWith("a.yml:2:").contains("two"))
        .anySatisfy(one -> assertThat(one).startsWith("a.yml:6:").contains("how"))
        .anySatisfy(one -> assertThat(one).startsWith("a.yml:7:").contains("output"))
        .anySatisfy(one -> assertThat(one).startsWith("a.yml:8:").contains("says no version"));
    assertThat(ActionReader.read("a.yml", content, Dialect.GITHUB).diagnostics()).isEmpty();
  }

  @Test
  void textIsReadAsItsByteOrderMarkSays() throws Exception {
    byte[] wide = "\uFEFFruns: é".getBytes(StandardCharsets.UTF_16LE);

    assertThat(ActionReader.text(wide)).isEqualTo("runs: é");
    assertThat(ActionReader.text("runs: é".getBytes(StandardCharsets.UTF_8))).isEqualTo("runs: é");
    assertThatThrownBy(() -> ActionReader.text(new byte[] {'a', (byte) 0xff}))
        .isInstanceOf(CharacterCodingException.class);
  }
}
