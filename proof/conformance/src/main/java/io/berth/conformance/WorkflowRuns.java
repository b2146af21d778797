// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/// Rows that are workflows to run: they pass when `berth exec` ends as the data expects.
///
/// @param berth the program
/// @param mirror what stands in for published actions
public record WorkflowRuns(BerthProgram berth, ActionMirror mirror) implements Suite {

  /// The repositories that the suites come from, which some of their workflows ask for.
  private static final Map<String, String> ORIGINS =
      Map.of(
          "act", "https://github.com/nektos/act",
          "runner.server", "https://github.com/ChristopherHX/runner.server");

  private static final Pattern EVENT = Pattern.compile("event=([a-z_]+)");
  private static final Pattern LOCAL_USE =
      Pattern.compile("(?m)^[ \\t-]*uses:[ \\t]*['\"]?(\\./[^'\"\\s#]*)");
  private static final Pattern INPUT_NAME = Pattern.compile("inputs\\.([A-Za-z_][A-Za-z0-9_-]*)");

  @Override
  public SuiteResult run(String name, Index index, List<Index.Entry> rows)
      throws IOException, InterruptedException {
    List<SuiteResult.Row> failures = new ArrayList<>();
    List<SuiteResult.Row> skipped = new ArrayList<>();
    var passed = 0;
    var threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    try (var executor = Executors.newFixedThreadPool(threads)) {
      List<Future<Optional<String>>> running = new ArrayList<>();
      List<Index.Entry> entries = new ArrayList<>();
      for (var row : rows) {
        var missing = Needs.missing(row.needs());
        if (missing.isPresent()) {
          skipped.add(new SuiteResult.Row(row.path(), missing.get()));
          continue;
        }
        var absent = mirror.serve(row.needs());
        if (!absent.isEmpty() && !mustFail(row)) {
          skipped.add(new SuiteResult.Row(row.path(), "nothing stands in for " + absent));
          continue;
        }
        Callable<Optional<String>> task = () -> judge(index, row);
        entries.add(row);
        running.add(executor.submit(task));
      }
      for (int i = 0; i < running.size(); i++) {
        var problem = running.get(i).get();
        if (problem.isPresent()) {
          failures.add(new SuiteResult.Row(entries.get(i).path(), problem.get()));
        } else {
          passed++;
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a row of " + name + " could not be judged", e.getCause());
    }
    return new SuiteResult(name, passed, failures, skipped);
  }

  /// Returns why a row does not pass, or empty if it does.
  private Optional<String> judge(Index index, Index.Entry row)
      throws IOException, InterruptedException {
    var place = index.locate(row);
    var workflows = workflows(place);
    if (workflows.isEmpty()) {
      return Optional.of("there is no workflow at " + row.path());
    }
    var root = root(index.folder().resolve(row.suite()), place, workflows);
    var checkout = Checkout.of(root, berth.state(), ORIGINS.get(row.suite()));
    var arguments = new ArrayList<>(List.of("exec", "--plain", "-C", checkout.toString()));
    arguments.addAll(List.of("-W", checkout.resolve(root.relativize(place)).toString()));
    if (row.needs().stream().anyMatch(need -> need.startsWith("remote-action:"))) {
      arguments.addAll(List.of("--actions-url", mirror.url()));
    }
    var event = EVENT.matcher(row.expected());
    if (event.find()) {
      arguments.addAll(List.of("--event", event.group(1)));
    }
    var payload =
        Files.isDirectory(place) ? place.resolve("event.json") : place.resolveSibling("event.json");
    if (row.expected().contains("event.json") && Files.exists(payload)) {
      arguments.addAll(List.of("--eventpath", payload.toString()));
    }
    if (row.expected().contains("--input")) {
      for (var input : inputs(workflows)) {
        arguments.addAll(List.of("--input", input + "=" + input));
      }
    }
    var mustFail = mustFail(row);
    var ended = berth.run(checkout, arguments);
    if ((ended.exit() != 0) == mustFail && ended.exit() != -1) {
      return Optional.empty();
    }
    return Optional.of(
        (mustFail ? "had to fail" : "had to succeed")
            + ", exit status "
            + ended.exit()
            + ": "
            + lastWords(ended.output()));
  }

  private static boolean mustFail(Index.Entry row) {
    return row.expected().startsWith("fail") || row.expected().contains(" fail");
  }

  /// Returns the folder that is the repository for a row: the nearest one above its workflows in
  /// which all that they use from their own repository is found, or else the one that has the
  /// `.github` folder, or the workflow.
  private static Path root(Path suite, Path place, List<Path> workflows) throws IOException {
    Set<String> used = new LinkedHashSet<>();
    for (var workflow : workflows) {
      var matcher = LOCAL_USE.matcher(Files.readString(workflow));
      while (matcher.find()) {
        used.add(matcher.group(1).substring(2));
      }
    }
    var above = foldersAbove(suite, place);
    var usual =
        above.stream()
            .filter(folder -> Files.isDirectory(folder.resolve(".github")))
            .findFirst()
            .orElse(above.getFirst());
    if (used.stream().allMatch(String::isBlank)) {
      return usual;
    }
    return above.stream()
        .filter(folder -> used.stream().map(folder::resolve).allMatch(Files::exists))
        .findFirst()
        .orElse(usual);
  }

  /// Returns the folders from that of a row up to that of its suite.
  private static List<Path> foldersAbove(Path suite, Path place) {
    List<Path> folders = new ArrayList<>();
    for (var folder = Files.isDirectory(place) ? place : place.getParent();
        folder != null && folder.startsWith(suite);
        folder = folder.getParent()) {
      folders.add(folder);
    }
    return folders;
  }

  private static List<Path> workflows(Path place) throws IOException {
    if (Files.isRegularFile(place)) {
      return List.of(place);
    }
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    try (var files = Files.list(place)) {
      return files
          .filter(file -> file.toString().endsWith(".yml") || file.toString().endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  private static Set<String> inputs(List<Path> workflows) {
    Set<String> names = new LinkedHashSet<>();
    for (var workflow : workflows) {
      try {
        var text = Files.readString(workflow);
        var matcher = INPUT_NAME.matcher(text);
        while (matcher.find()) {
          names.add(matcher.group(1));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return names;
  }

  private static String lastWords(String output) {
    var text = output.strip().replaceAll("\\s+", " ");
    return text.length() <= 300 ? text : "… " + text.substring(text.length() - 300);
  }
}
