// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.expressions.Value;
import io.berth.workflow.WorkflowReader.Reading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WorkflowReaderTest {

  private static final String FILE = ".github/workflows/build.yml";

  @Test
  void aWorkflowBecomesItsJobsAndSteps() {
    Workflow workflow =
        valid(
            """
            name: Build
            on: [push, pull_request]
            jobs:
              build:
                runs-on: ubuntu-latest
                steps:
                  - uses: actions/checkout@v4
                  - id: test
                    run: make test
                    timeout-minutes: 1.5
              deploy:
                needs: build
                uses: ./.github/workflows/deploy.yml
                secrets: inherit
            """);

    assertThat(workflow.names().name()).isEqualTo("Build");
    assertThat(workflow.triggers().events()).containsOnlyKeys("push", "pull_request");
    assertThat(workflow.jobs()).containsOnlyKeys("build", "deploy");
    assertThat(steps(workflow, "build"))
        .extracting(Step::id)
        .containsExactly("__actions_checkout", "test");
    assertThat(workflow.jobs().get("deploy"))
        .isInstanceOfSatisfying(
            Job.Call.class,
            call -> {
              assertThat(call.head().needs()).containsExactly("build");
              assertThat(call.secrets()).isEqualTo(new Job.Secrets(true, null));
            });
  }

  @Test
  void aConditionGetsSuccessUnlessItAsksForTheStatusItself() {
    Workflow workflow =
        valid(
            """
            on: push
            jobs:
              build:
                runs-on: x
                steps:
                  - run: one
                  - run: two
                    if: github.ref == 'a'
                  - run: three
                    if: ${{ failure() }}
                  - run: four
                    if: a ${{ github.ref }}
            """);

    assertThat(steps(workflow, "build"))
        .extracting(step -> step.condition().expression().source())
        .containsExactly(
            "success()",
            "success() && (github.ref == 'a')",
            "failure()",
            "success() && (format('a {0}', github.ref))");
  }

  @Test
  void aScalarBecomesTheTextThatItsPlaceWants() {
    Workflow workflow =
        valid(
            """
            on: push
            env:
              YES: yes
              TRUE: True
              HEX: 0x1F
              NOTHING:
              QUOTED: "0x1F"
            jobs:
              build:
                runs-on: x
            """);

    Members env = Members.of(Objects.requireNonNull(workflow.settings().env()));
    assertThat(env.entries().keySet())
        .extracting(env::text)
        .containsExactly("yes", "true", "31", "", "0x1F");
  }

  @Test
  void textAroundExpressionsIsJoinedByFormat() {
    Workflow workflow =
        valid(
            """
            on: push
            jobs:
              build:
                runs-on: ${{ github.ref }}
                name: it's {${{ github.ref }}} and ${{ '}}' }}
                steps:
                  - run: echo
            """);

    Job job = Objects.requireNonNull(workflow.jobs().get("build"));
    assertThat(job.head().name())
        .isInstanceOfSatisfying(
            Template.Computed.class,
            name ->
                assertThat(name.expression().source())
                    .isEqualTo("format('it''s {{{0}}} and }}}}', github.ref)"));
  }

  @Test
  void everyErrorIsReportedAtOnceInTheOrderOfTheFile() {
    Reading reading =
        read(
            """
            on: push
            jobs:
              build:
                ruins-on: ubuntu-latest
                timeout-minutes: soon
                steps:
                  - run: ${{ github.ref }
              build:
                runs-on: x
            """);

    assertThat(reading.workflow()).isNull();
    assertThat(reading.diagnostics())
        .extracting(found -> found.where().line() + ": " + found.error().problem())
        .containsExactly(
            "4: `ruins-on` is not a key of a job",
            "5: a number is wanted here, not `soon`",
            "7: `${{` is not closed by `}}`",
            "8: `build` stands here twice");
    assertThat(reading.diagnostics().get(0).error().similar()).containsExactly("runs-on");
  }

  @Test
  void columnsCountCodePoints() {
    Reading reading = read("on: push\n\"😀\": 1\njobs: {\"😀\": {}}\n");

    assertThat(reading.diagnostics().get(1).where().toString()).isEqualTo(FILE + ":3:8");
  }

  @Test
  void theDialectIsThatOfTheFolder() {
    assertThat(Dialect.of("a/.forgejo/workflows/x.yml")).isEqualTo(Dialect.FORGEJO);
    assertThat(Dialect.of(".gitea/workflows/x.yml")).isEqualTo(Dialect.GITEA);
    assertThat(Dialect.of(".github/x/.forgejo/workflows/x.yml")).isEqualTo(Dialect.FORGEJO);
    assertThat(Dialect.of("x.yml")).isEqualTo(Dialect.GITHUB);
  }

  @Test
  void mergeKeysAreForForgejoAndGitea() {
    String text =
        """
        on: push
        jobs:
          one: &one
            runs-on: x
            steps: [{run: a}]
          two:
            <<: *one
            name: second
        """;

    assertThat(WorkflowReader.read(FILE, bytes(text), Dialect.FORGEJO).diagnostics()).isEmpty();
    assertThat(WorkflowReader.read(FILE, bytes(text), Dialect.GITHUB).diagnostics())
        .extracting(found -> found.error().problem())
        .contains("`<<` is not a key of a job");
  }

  @Test
  void aNumberKeepsItsTypeWhereAnyTypeFits() {
    Workflow workflow =
        valid(
            """
            on: push
            jobs:
              build:
                runs-on: x
                strategy:
                  matrix:
                    v: [012, 1.50, true, ~, "1"]
            """);

    Job job = Objects.requireNonNull(workflow.jobs().get("build"));
    Job.Strategy strategy = Objects.requireNonNull(job.head().strategy());
    Template matrix = Objects.requireNonNull(strategy.matrix());
    assertThat(Members.of(matrix).literals("v"))
        .extracting(Template.Literal::value)
        .containsExactly(Value.of(12), Value.of(1.5), Value.of(true), Value.NULL, Value.of("1"));
  }

  private static List<Step> steps(Workflow workflow, String job) {
    return workflow.jobs().get(job) instanceof Job.Steps steps ? steps.steps() : List.of();
  }

  private static Workflow valid(String text) {
    Reading reading = read(text);
    assertThat(reading.diagnostics()).isEmpty();
    return Objects.requireNonNull(reading.workflow());
  }

  private static Reading read(String text) {
    return WorkflowReader.read(FILE, bytes(text), Dialect.GITHUB);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
