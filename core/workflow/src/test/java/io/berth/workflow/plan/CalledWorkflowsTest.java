// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.model.BerthError;
import io.berth.model.SourceSpan;
import io.berth.workflow.ActionReference;
import io.berth.workflow.Origin;
import io.berth.workflow.plan.CalledWorkflows.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalledWorkflowsTest {

  private final Map<String, String> files = new HashMap<>();
  private final List<String> reads = new ArrayList<>();

  @Test
  void everyFileIsReadOnceHoweverOftenItIsCalled() {
    file("outer.yml", "on: workflow_call", "inner.yml", "inner.yml");
    file("inner.yml", "on: workflow_call");

    var called = calls("outer.yml", "inner.yml", "outer.yml");

    assertThat(called.errors()).isEmpty();
    assertThat(called.byUses()).containsOnlyKeys("./outer.yml", "./inner.yml");
    assertThat(reads).containsExactly("outer.yml", "inner.yml");
  }

  @Test
  void aWorkflowOfAnotherRepositoryMayBeLeftUnread() {
    var workflow =
        Workflows.of("on: push\njobs: { c: { uses: acme/w/.github/workflows/x.yml@v1 } }");

    assertThat(CalledWorkflows.of(workflow, this::read))
        .isEqualTo(new CalledWorkflows(Map.of(), List.of()));
  }

  @Test
  void aWorkflowOfAnotherRepositoryCallsTheFilesOfThatRepository() {
    var workflow = Workflows.of("on: push\njobs: { c: { uses: acme/w/a/x.yml@v1 } }");
    var inner = "on: workflow_call\njobs:\n  c: { uses: ./a/y.yml }\n  d: { uses: $/a/y.yml }\n";
    List<String> asked = new ArrayList<>();

    var called =
        CalledWorkflows.of(
            workflow,
            new CalledWorkflows.Source() {
              @Override
              public Answer read(String path) {
                throw new AssertionError(path);
              }

              @Override
              public Answer read(ActionReference.Repository file, SourceSpan where) {
                asked.add(file + " " + where.line());
                var text = asked.size() == 1 ? inner : "on: workflow_call\n" + Workflows.JOB;
                return new Answer.Found(Workflows.of(text).from(new Origin(file, "abc")));
              }
            });

    assertThat(called.errors()).isEmpty();
    assertThat(called.byUses()).containsOnlyKeys("acme/w/a/x.yml@v1", "acme/w/a/y.yml@v1");
    assertThat(asked).containsExactly("acme/w/a/x.yml@v1 2", "acme/w/a/y.yml@v1 3");
  }

  @Test
  void howDeepCallsMayBeIsConfigurable() {
    file("a.yml", "on: workflow_call", "b.yml");
    file("b.yml", "on: workflow_call");

    var called = CalledWorkflows.of(Workflows.of(text("on: push", "a.yml")), this::read, 1);

    assertThat(called.errors())
        .extracting(BerthError::problem)
        .containsExactly("Nested reusable workflow depth exceeded 1.");
  }

  @Test
  void aWorkflowThatCallsItselfIsTooDeep() {
    file("loop.yml", "on: workflow_call", "loop.yml");

    assertThat(problems("loop.yml")).containsExactly("Nested reusable workflow depth exceeded 10.");
  }

  @Test
  void tenLevelsAreNotTooDeep() {
    for (int i = 1; i < 10; i++) {
      file("w" + i + ".yml", "on: workflow_call", "w" + (i + 1) + ".yml");
    }
    file("w10.yml", "on: workflow_call");

    assertThat(problems("w1.yml")).isEmpty();
  }

  @Test
  void moreThanFiftyFilesAreTooMany() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 51; i++) {
      names.add("w" + i + ".yml");
      file("w" + i + ".yml", "on: workflow_call");
    }

    assertThat(problems(names.toArray(String[]::new)))
        .containsExactly("more than 50 workflow files are called");
  }

  @Test
  void whatCannotBeCalledIsSaidAtOnce() {
    file("push.yml", "on: push");

    assertThat(problems("gone.yml", "push.yml"))
        .containsExactly(
            "job `c0` calls `./gone.yml`, and there is no such file",
            "job `c1` calls `./push.yml`, which has no trigger `workflow_call`");
  }

  private List<String> problems(String... uses) {
    return calls(uses).errors().stream().map(BerthError::problem).toList();
  }

  private CalledWorkflows calls(String... uses) {
    return CalledWorkflows.of(Workflows.of(text("on: push", uses)), this::read);
  }

  private void file(String name, String on, String... uses) {
    files.put(name, uses.length == 0 ? on + "\n" + Workflows.JOB : text(on, uses));
  }

  private static String text(String on, String... uses) {
    var text = new StringBuilder(on).append("\njobs:\n");
    for (int i = 0; i < uses.length; i++) {
      text.append("  c").append(i).append(": { uses: ./").append(uses[i]).append(" }\n");
    }
    return text.toString();
  }

  private Answer read(String path) {
    reads.add(path);
    var text = files.get(path);
    return text == null
        ? new Answer.Missing(List.of())
        : new Answer.Found(Workflows.of(path, text));
  }
}
