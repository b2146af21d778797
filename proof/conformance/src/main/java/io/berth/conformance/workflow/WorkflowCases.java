// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.workflow;

import io.berth.conformance.Index;
import io.berth.conformance.Needs;
import io.berth.conformance.Program;
import io.berth.conformance.Suite;
import io.berth.conformance.SuiteResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Rows that are folders of our own cases, or single ones: every file is run by `berth exec --json`
/// and all that it expects is compared.
///
/// @param berth the program
/// @param backend where the jobs run
public record WorkflowCases(Program berth, String backend) implements Suite {

  /// A case that did not pass, or was not for this backend.
  ///
  /// @param problems every difference, none if the case was skipped
  /// @param transcript what the run told
  public record Verdict(Path file, boolean ran, List<String> problems, Transcript transcript) {
    public Verdict {
      problems = List.copyOf(problems);
    }

    Verdict(Path file, boolean ran, List<String> problems) {
      this(file, ran, problems, Transcript.NONE);
    }

    boolean passed() {
      return ran && problems.isEmpty();
    }
  }

  @Override
  public SuiteResult run(String name, Index index, List<Index.Entry> rows)
      throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    for (var row : rows) {
      files.addAll(files(index.locate(row)));
    }
    var folder = index.folder().resolve(name);
    List<SuiteResult.Row> failures = new ArrayList<>();
    List<SuiteResult.Row> skipped = new ArrayList<>();
    var passed = 0;
    for (var verdict : judge(files)) {
      var path = folder.relativize(verdict.file()).normalize().toString();
      if (!verdict.ran()) {
        skipped.add(
            new SuiteResult.Row(
                path, "is not about backend `" + backend + "`, or needs what is not here"));
      } else if (verdict.passed()) {
        passed++;
      } else {
        failures.add(new SuiteResult.Row(path, String.join("\n         ", verdict.problems())));
      }
    }
    return new SuiteResult(name, passed, failures, skipped);
  }

  /// Returns the cases below a folder in the order of their paths, or the one that a file is.
  public static List<Path> files(Path place) throws IOException {
    try (var files = Files.walk(place)) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
  }

  /// Runs cases, one at a time for each core, and returns what came in their order.
  public List<Verdict> judge(List<Path> files) throws InterruptedException {
    var threads = Runtime.getRuntime().availableProcessors();
    List<Verdict> verdicts = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(threads)) {
      List<Future<Verdict>> running = new ArrayList<>();
      for (var file : files) {
        Callable<Verdict> task = () -> judge(file);
        running.add(executor.submit(task));
      }
      for (var future : running) {
        verdicts.add(future.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a case could not be judged", e.getCause());
    }
    return verdicts;
  }

  /// Runs one case.
  public Verdict judge(Path file) throws IOException, InterruptedException {
    CaseFile given;
    try {
      given = CaseFile.read(file);
    } catch (IOException e) {
      return new Verdict(file, true, List.of(String.valueOf(e.getMessage())));
    }
    if (!given.backend().isEmpty() && !given.backend().equals(backend)) {
      return new Verdict(file, false, List.of());
    }
    var missing = Needs.missing(given.needs());
    if (missing.isPresent()) {
      System.err.println("SKIPPED " + file + ": " + missing.get());
      return new Verdict(file, false, List.of());
    }
    var repository = Files.createTempDirectory(berth.state(), "case");
    for (var content : given.files().entrySet()) {
      var target = repository.resolve(content.getKey());
      Files.createDirectories(target.getParent());
      Files.writeString(target, content.getValue());
    }
    if (!given.preparation().isEmpty()) {
      var said = prepare(repository, given.preparation());
      if (!said.isEmpty()) {
        return new Verdict(file, true, List.of("the preparation fails: " + said));
      }
    }
    List<String> arguments = new ArrayList<>(List.of("exec", "--json", "--backend", backend));
    arguments.addAll(List.of("-W", given.workflow()));
    for (var argument : given.arguments()) {
      arguments.add(argument.replace("$REPOSITORY", repository.toString()));
    }
    var ended = berth.run(repository, arguments);
    return new Verdict(
        file,
        true,
        Comparison.of(given, Observed.of(ended)),
        new Transcript(repository, ended.output()));
  }

  /// Runs the script that makes more of a repository.
  ///
  /// @return what it said if it failed, or an empty text
  private static String prepare(Path repository, String script)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder("sh", "-e", "-c", script).directory(repository.toFile());
    var variables = builder.environment();
    variables.keySet().removeIf(name -> name.startsWith("GIT_"));
    variables.put("GIT_CONFIG_GLOBAL", "/dev/null");
    variables.put("GIT_CONFIG_NOSYSTEM", "1");
    for (var role : List.of("AUTHOR", "COMMITTER")) {
      variables.put("GIT_" + role + "_NAME", "Case");
      variables.put("GIT_" + role + "_EMAIL", "case@example.org");
      variables.put("GIT_" + role + "_DATE", "2026-01-01T00:00:00Z");
    }
    var process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return process.waitFor() == 0 ? "" : "status " + process.exitValue() + " " + said;
  }
}
