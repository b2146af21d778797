// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that tell of workflows and run none.
class OverviewTest {

  @TempDir Path folder;

  @BeforeEach
  void makeWorkflows() throws IOException {
    write(
        "ci.yml",
        """
        name: CI
        on: [push, pull_request]
        jobs:
          lint: {name: Check the style, runs-on: ubuntu-latest, steps: [{run: make lint}]}
          build:
            runs-on: ${{ matrix.os }}
            strategy: {matrix: {os: [linux, macos], v: [1, 2]}}
            steps: [{run: make}]
          late:
            needs: build
            runs-on: [self-hosted, big]
            strategy: {matrix: {v: '${{ fromJSON(needs.build.outputs.list) }}'}}
            steps: [{run: make}]
          deploy: {needs: [lint, late], uses: ./.github/workflows/deploy.yml}
        """);
    write(
        "deploy.yml",
        """
        on: workflow_call
        jobs:
          upload: {runs-on: ubuntu-latest, steps: [{run: make upload}]}
          announce: {needs: upload, runs-on: ubuntu-latest, steps: [{run: make announce}]}
        """);
  }

  @Test
  void everyWorkflowIsListedWithItsJobsEventsAndLabels() throws IOException {
    Called called = Called.with(folder, "list");

    assertThat(called.code()).isZero();
    Golden.check("list.txt", called.out());
    String json = Called.with(folder, "list", "--json").out();
    assertThat(Json.parse(json.strip())).isInstanceOf(Value.ObjectValue.class);
    Golden.check("list.json", json);
  }

  @Test
  void theListOfExecIsTheSame() {
    assertThat(Called.with(folder, "exec", "-l").out())
        .isEqualTo(Called.with(folder, "list").out());
    assertThat(Called.with(folder, "exec", "--graph", "-j", "late").out())
        .isEqualTo(Called.with(folder, "graph", "-j", "late").out())
        .contains("build", "late")
        .doesNotContain("lint");
  }

  @Test
  void aGraphShowsWhoWaitsForWhom() throws IOException {
    Golden.check("graph.txt", Called.with(folder, "graph").out());
    assertThat(Called.with(folder, "graph", "--format", "svg").out()).startsWith("<svg");
    assertThat(Called.with(folder, "graph", "--format", "mermaid").out()).startsWith("flowchart");
    assertThat(Called.with(folder, "graph", "--format", "dot").out()).startsWith("digraph");
    assertThat(Called.with(folder, "graph", "--format", "json").out())
        .isEqualTo(Called.with(folder, "list", "--json").out());
  }

  @Test
  void anUnknownFormIsAUsageError() {
    Called called = Called.with(folder, "graph", "--format", "swg");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("in the form `swg`", "did you mean `svg`?");
  }

  @Test
  void anEventLeavesOnlyWhatItTriggers() {
    assertThat(Called.with(folder, "list", "push").out())
        .contains("CI")
        .doesNotContain("workflow_call");
    assertThat(Called.with(folder, "list", "release").code()).isEqualTo(2);
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(".github/workflows").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
