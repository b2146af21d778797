// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.model.BerthError;
import io.berth.workflow.Permissions.Level;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PermissionsTest {

  @Test
  void whatIsNotNamedIsNotPermitted() {
    Permissions permissions = permissions("{contents: write, issues: none}");

    assertThat(permissions.levels()).isEqualTo(Map.of("contents", Level.WRITE));
    assertThat(permissions.level("packages")).isEqualTo(Level.NONE);
  }

  @Test
  void oneWordStandsForAll() {
    assertThat(permissions("read-all")).isEqualTo(Permissions.READ_ALL);
    assertThat(permissions("write-all")).isEqualTo(Permissions.WRITE_ALL);
    assertThat(permissions("{}")).isEqualTo(new Permissions(Map.of()));
  }

  @Test
  void aCalledJobMayNotAskForMoreThanItsCallerHas() {
    Job.Call caller = caller();
    Permissions has = permissions("{contents: read, issues: write}");

    BerthError refusal =
        has.refusal(caller, "The nested job 'x'", permissions("{contents: write, issues: read}"));

    assertThat(Objects.requireNonNull(refusal).problem())
        .isEqualTo(
            "Error calling workflow './a.yml'. The nested job 'x' is requesting 'contents: write',"
                + " but is only allowed 'contents: read'.");
    assertThat(has.refusal(caller, "The nested job 'x'", permissions("{issues: write}"))).isNull();
  }

  private static Permissions permissions(String text) {
    Workflow workflow = workflow("permissions: " + text + "\njobs: {a: {runs-on: x}}\n");
    return Objects.requireNonNull(Permissions.of(workflow.settings().permissions()));
  }

  private static Job.Call caller() {
    return (Job.Call)
        Objects.requireNonNull(workflow("jobs: {a: {uses: ./a.yml}}\n").jobs().get("a"));
  }

  private static Workflow workflow(String text) {
    byte[] content = ("on: push\n" + text).getBytes(StandardCharsets.UTF_8);
    return Objects.requireNonNull(WorkflowReader.read("a.yml", content, Dialect.GITHUB).workflow());
  }
}
