// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import io.berth.workflow.Diagnostic;
import io.berth.workflow.Dialect;
import io.berth.workflow.Workflow;
import io.berth.workflow.WorkflowReader;
import io.berth.workflow.plan.CalledWorkflows;
import io.berth.workflow.plan.CalledWorkflows.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A workflow file that says in comments how its jobs end:
///
/// ```
/// # result KEY failure
/// # output KEY name=value
/// # slots 1
/// # cancel after 7
/// # job ID
/// # matrix key:value
/// # input name=json
/// # secret name=value
/// # dialect forgejo
/// ```
final class RunScenario {

  private final Path folder;
  private final Map<String, Result> results = new HashMap<>();
  private final Map<String, Map<String, String>> outputs = new HashMap<>();
  private final Set<String> jobs = new LinkedHashSet<>();
  private final Map<String, List<String>> matrix = new LinkedHashMap<>();
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final Map<String, String> secrets = new LinkedHashMap<>();
  private Dialect dialect = Dialect.GITHUB;
  private int slots = 2;
  private int cancelAfter = -1;
  private final Workflow workflow;
  private final Map<String, Workflow> called;

  private RunScenario(Path file) throws IOException {
    this.folder = file.resolveSibling("");
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("# ")) {
        read(line.substring(2));
      }
    }
    this.workflow = workflow(file.getFileName().toString());
    var calls = CalledWorkflows.of(workflow, path -> new Answer.Found(workflow(path)));
    if (!calls.errors().isEmpty()) {
      throw new AssertionError(calls.errors().toString());
    }
    this.called = calls.byUses();
  }

  static RunScenario of(Path file) {
    try {
      return new RunScenario(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ScriptedRun run() {
    return run(cancelAfter);
  }

  ScriptedRun run(int cancelledAfter) {
    return ScriptedRun.of(
        runInputs(), new ScriptedRun.Script(results, outputs, slots), cancelledAfter);
  }

  RunInputs runInputs() {
    var github =
        Value.object(
            Map.of(
                "event_name", Value.of("push"),
                "ref", Value.of("refs/heads/main"),
                "ref_name", Value.of("main"),
                "workflow", Value.of(workflow.file()),
                "token", Value.of("raw-token")));
    return new RunInputs(
        "1",
        workflow,
        called,
        new RunInputs.Values(
            github, Value.object(inputs), Value.object(Map.of()), new Secrets(secrets)),
        new RunInputs.Selection(jobs, matrix));
  }

  private void read(String line) {
    var words = List.of(line.split(" ", 3));
    switch (words.getFirst()) {
      case "result" ->
          results.put(words.get(1), Result.valueOf(words.get(2).toUpperCase(Locale.ROOT)));
      case "output" -> {
        var pair = words.get(2).split("=", 2);
        outputs.computeIfAbsent(words.get(1), key -> new LinkedHashMap<>()).put(pair[0], pair[1]);
      }
      case "slots" -> slots = Integer.parseInt(words.get(1));
      case "cancel" -> cancelAfter = Integer.parseInt(words.get(2));
      case "job" -> jobs.add(words.get(1));
      case "matrix" -> {
        var pair = words.get(1).split(":", 2);
        matrix.computeIfAbsent(pair[0], key -> new ArrayList<>()).add(pair[1]);
      }
      case "input" -> {
        var pair = words.get(1).split("=", 2);
        inputs.put(pair[0], Json.parse(pair[1]));
      }
      case "secret" -> {
        var pair = words.get(1).split("=", 2);
        secrets.put(pair[0], pair[1]);
      }
      case "dialect" -> dialect = Dialect.valueOf(words.get(1).toUpperCase(Locale.ROOT));
      default -> {}
    }
  }

  private Workflow workflow(String path) {
    try {
      var reading = WorkflowReader.read(path, Files.readAllBytes(folder.resolve(path)), dialect);
      if (reading.workflow() == null) {
        throw new AssertionError(
            reading.diagnostics().stream().map(Diagnostic::error).toList().toString());
      }
      return reading.workflow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
