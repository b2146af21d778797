// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.berth.conformance.workflow.WorkflowCases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Each row of the page is shown by a case: without its feature one of its cases fails.
///
/// `-Dberth.suite.only=TEXT` takes the rows whose section and name contain a text.
class DisabledFeaturesIT {

  private static final Path ROOT = Path.of(System.getProperty("berth.root"));
  private static final Path CASES = ROOT.resolve("proof/conformance/workflow");

  @TempDir Path state;

  /// What became of a program without the feature of a row.
  ///
  /// @param ran whether a case could run here
  /// @param problem why that shows nothing, or an empty text
  private record Verdict(Row row, boolean ran, String problem) {}

  @TestFactory
  Stream<DynamicTest> withoutItsFeatureACaseOfEachRowFails()
      throws IOException, InterruptedException, ExecutionException {
    var programs = new ChangedProgram(ROOT.resolve("packaging/distribution/target/berth"), state);
    List<Verdict> verdicts = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<Verdict>> running = new ArrayList<>();
      for (var row : Row.read(ROOT.resolve("proof/conformance/compatibility.tsv"))) {
        var place = row.section() + " " + row.name();
        if (row.isShown() && place.contains(System.getProperty("berth.suite.only", ""))) {
          var number = running.size();
          Callable<Verdict> task = () -> judge(row, programs, "without-" + number);
          running.add(executor.submit(task));
        }
      }
      for (var future : running) {
        verdicts.add(future.get());
      }
    }
    return verdicts.stream()
        .map(
            verdict ->
                DynamicTest.dynamicTest(
                    verdict.row().section() + " " + verdict.row().name(), () -> check(verdict)));
  }

  private static void check(Verdict verdict) {
    assumeTrue(verdict.ran(), "its cases need what is not here");
    assertThat(verdict.problem()).isEmpty();
  }

  private static Verdict judge(Row row, ChangedProgram programs, String name)
      throws InterruptedException {
    try {
      var changed = programs.with(name, row.disabling());
      var ran = false;
      for (var path : row.cases()) {
        var verdict = new WorkflowCases(changed, "host").judge(CASES.resolve(path));
        ran |= verdict.ran();
        if (!verdict.problems().isEmpty()) {
          return new Verdict(row, true, "");
        }
      }
      return new Verdict(
          row, ran, "without it (" + row.disabling() + ") these pass all the same: " + row.cases());
    } catch (IOException e) {
      return new Verdict(row, true, String.valueOf(e.getMessage()));
    }
  }
}
