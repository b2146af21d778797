// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.berth.conformance.BerthProgram;
import io.berth.conformance.Index;
import io.berth.conformance.workflow.WorkflowCases.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// Every case of `proof/conformance/workflow`: through the program as it is shipped, and again
/// through this machine served as a plugin, which must tell the same.
///
/// `-Dberth.suite.only=TEXT` takes those whose path contains a text.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkflowSuiteIT {

  private static final Path ROOT = Path.of(System.getProperty("berth.root"));
  private static final Path CASES = ROOT.resolve("proof/conformance/workflow");
  private static final Path LAUNCHER =
      ROOT.resolve("packaging/distribution/target/berth/bin/berth");

  private List<Verdict> inProcess = List.of();
  private List<Verdict> throughPlugin = List.of();
  private List<Verdict> shippedThroughPlugin = List.of();

  @BeforeAll
  void runAll(@TempDir Path state) throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>(WorkflowCases.files(CASES));
    files.removeIf(file -> !file.toString().contains(System.getProperty("berth.suite.only", "")));
    var shipped = new BerthProgram(LAUNCHER, state);
    inProcess = new WorkflowCases(shipped, "host").judge(files);
    try (var host = ServedHost.start(LAUNCHER, state)) {
      var backend = "plugin:" + host.address();
      throughPlugin = new WorkflowCases(new WarmProgram(state, backend), "host").judge(files);
      shippedThroughPlugin = new WorkflowCases(shipped, backend).judge(files.subList(0, 1));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCaseComesToWhatItExpects() {
    return inProcess.stream()
        .map(
            verdict ->
                test(
                    verdict,
                    () -> {
                      assumeTrue(verdict.ran(), "something that this case needs is not here");
                      assertThat(verdict.problems()).as(name(verdict)).isEmpty();
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyCaseTellsTheSameThroughAPlugin() {
    return compared(throughPlugin);
  }

  @TestFactory
  Stream<DynamicTest> theProgramAsItIsShippedTellsTheSameThroughAPlugin() {
    return compared(shippedThroughPlugin);
  }

  private Stream<DynamicTest> compared(List<Verdict> verdicts) {
    return IntStream.range(0, verdicts.size())
        .filter(at -> verdicts.get(at).ran())
        .mapToObj(at -> test(verdicts.get(at), () -> compare(inProcess.get(at), verdicts.get(at))));
  }

  private static void compare(Verdict inProcess, Verdict throughPlugin) {
    assertThat(inProcess.transcript().differences(throughPlugin.transcript()))
        .as(name(throughPlugin))
        .isEmpty();
  }

  private static DynamicTest test(Verdict verdict, Executable check) {
    return DynamicTest.dynamicTest(name(verdict), check);
  }

  private static String name(Verdict verdict) {
    return CASES.relativize(verdict.file()).toString();
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
