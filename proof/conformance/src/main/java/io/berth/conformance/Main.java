// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import io.berth.conformance.reader.ReaderRows;
import io.berth.conformance.workflow.WorkflowCases;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `dev/conformance --dir DIR [--suite NAME] [--format text|json] [--backend ID]`.
///
/// Exit status 0 when every row passes or was skipped, 1 when some failed, 2 when the arguments or
/// the folder are not understood.
public final class Main {

  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private Main() {}

  /// @param arguments the options
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var options = options(arguments);
    if (options == null) {
      System.err.println(
          "usage: dev/conformance --dir DIR [--suite NAME] [--format text|json] [--backend ID]");
      System.exit(2);
      return;
    }
    var results = run(options);
    OUT.print(options.json() ? Report.json(results) : Report.text(results));
    System.exit(results.stream().allMatch(result -> result.failures().isEmpty()) ? 0 : 1);
  }

  /// Runs the suites of a folder, or one of them.
  private static List<SuiteResult> run(Options options) throws IOException, InterruptedException {
    var index = Index.read(options.directory().toAbsolutePath().normalize());
    var state = Files.createTempDirectory("berth-conformance");
    try {
      var berth = new BerthProgram(launcher(), state);
      var actions =
          new ActionMirror(root().resolve("proof/conformance/actions"), state.resolve("forge"));
      List<SuiteResult> results = new ArrayList<>();
      for (var name : index.suites()) {
        if (options.suite() == null || name.equals(options.suite())) {
          results.add(run(name, index, new Given(berth, actions, options.backend())));
        }
      }
      return results;
    } finally {
      delete(state);
    }
  }

  /// What suites are run with.
  private record Given(BerthProgram berth, ActionMirror actions, String backend) {}

  private static SuiteResult run(String name, Index index, Given given)
      throws IOException, InterruptedException {
    Map<String, List<Index.Entry>> byKind = new LinkedHashMap<>();
    for (var entry : index.suite(name)) {
      var kind = entry.kind();
      var slash = kind.indexOf('/');
      byKind
          .computeIfAbsent(slash < 0 ? kind : kind.substring(0, slash), _ -> new ArrayList<>())
          .add(entry);
    }
    var passed = 0;
    List<SuiteResult.Row> failures = new ArrayList<>();
    List<SuiteResult.Row> skipped = new ArrayList<>();
    for (var rows : byKind.entrySet()) {
      var result = suite(rows.getKey(), given).run(name, index, rows.getValue());
      passed += result.passed();
      failures.addAll(result.failures());
      skipped.addAll(result.skipped());
    }
    return new SuiteResult(name, passed, failures, skipped);
  }

  private static Suite suite(String kind, Given given) {
    return switch (kind) {
      case "workflow-case" -> new WorkflowCases(given.berth(), given.backend());
      case "expr-json" -> new ExpressionCases(given.berth());
      case "workflow-run" -> new WorkflowRuns(given.berth(), given.actions());
      case "workflow-parse" -> new ReaderRows();
      case "workflow-validate" -> new CheckRows();
      case "action-manifest" -> new ManifestRows();
      default -> new Unknown("rows of kind `" + kind + "` are not served yet");
    };
  }

  /// Rows of a kind that the program has no answer to: they fail.
  private record Unknown(String reason) implements Suite {
    @Override
    public SuiteResult run(String name, Index index, List<Index.Entry> rows) {
      var failures = rows.stream().map(row -> new SuiteResult.Row(row.path(), reason)).toList();
      return new SuiteResult(name, 0, failures, List.of());
    }
  }

  private record Options(Path directory, @Nullable String suite, boolean json, String backend) {}

  private static @Nullable Options options(String[] arguments) {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      given.put(arguments[i], arguments[i + 1]);
    }
    var directory = given.remove("--dir");
    var suite = given.remove("--suite");
    var format = given.getOrDefault("--format", "text");
    given.remove("--format");
    var backend = given.getOrDefault("--backend", "host");
    given.remove("--backend");
    var understood =
        directory != null
            && arguments.length % 2 == 0
            && given.isEmpty()
            && (format.equals("text") || format.equals("json"));
    return understood
        ? new Options(Path.of(directory), suite, format.equals("json"), backend)
        : null;
  }

  private static Path root() {
    var root = System.getProperty("berth.root");
    return Path.of(root == null ? "." : root).toAbsolutePath();
  }

  private static Path launcher() {
    return root().resolve("packaging/distribution/target/berth/bin/berth");
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
