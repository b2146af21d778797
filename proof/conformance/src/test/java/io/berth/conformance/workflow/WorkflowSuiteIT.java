// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.berth.conformance.BerthProgram;
import io.berth.conformance.Index;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every case of `proof/conformance/workflow`, through the program as it is shipped.
///
/// `-Dberth.suite.backend=ID` runs them with another backend, `-Dberth.suite.only=TEXT` those whose
/// path contains a text.
class WorkflowSuiteIT {

  private static final Path ROOT = Path.of(System.getProperty("berth.root"));
  private static final Path CASES = ROOT.resolve("proof/conformance/workflow");

  @TempDir Path state;

  @TestFactory
  Stream<DynamicTest> everyCaseComesToWhatItExpects() throws IOException, InterruptedException {
    var berth =
        new BerthProgram(ROOT.resolve("packaging/distribution/target/berth/bin/berth"), state);
    var cases = new WorkflowCases(berth, System.getProperty("berth.suite.backend", "host"));
    List<Path> files = new ArrayList<>(WorkflowCases.files(CASES));
    files.removeIf(file -> !file.toString().contains(System.getProperty("berth.suite.only", "")));

    var verdicts = cases.judge(files);

    return verdicts.stream()
        .map(
            verdict ->
                DynamicTest.dynamicTest(
                    CASES.relativize(verdict.file()).toString(), () -> check(verdict)));
  }

  private static void check(WorkflowCases.Verdict verdict) {
    assumeTrue(verdict.ran(), "this case is about another backend");
    assertThat(verdict.problems()).as(CASES.relativize(verdict.file()).toString()).isEmpty();
  }

  @Test
  void theIndexNamesEveryFolderOfCases() throws IOException {
    Set<String> folders = new LinkedHashSet<>();
    try (var entries = Files.list(CASES)) {
      entries.filter(Files::isDirectory).sorted().forEach(f -> folders.add(f.getFileName() + ""));
    }

    assertThat(Index.read(CASES).suites()).containsExactlyElementsOf(folders);
  }

  @Test
  void everyCaseBeginsWithASentenceThatNoOtherHas() throws IOException {
    Set<String> sentences = new LinkedHashSet<>();
    for (var file : WorkflowCases.files(CASES)) {
      var first = Files.readAllLines(file).getFirst();

      assertThat(first).as(file.toString()).startsWith("# ").endsWith(".");
      assertThat(sentences.add(first)).as(file + ": " + first).isTrue();
    }
  }

  @Test
  void everyCaseSaysHowTheProgramEnds() throws IOException {
    for (var file : WorkflowCases.files(CASES)) {
      assertThat(CaseFile.read(file).expected())
          .as(file.toString())
          .anyMatch(expected -> expected instanceof Expected.Exit);
    }
  }
}
