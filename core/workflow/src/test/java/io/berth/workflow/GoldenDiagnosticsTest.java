// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.model.BerthError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every text that can be printed about a workflow or an action: a file beside what is found in it.
/// Run with `-Dgolden.update` to write the texts anew, and read the difference.
class GoldenDiagnosticsTest {

  private static final Path FOLDER =
      Path.of(System.getProperty("berth.root", "../.."), "core/workflow/src/test/golden");

  @TestFactory
  Stream<DynamicTest> whatIsFoundIsWhatIsWrittenBesideTheWorkflow() throws IOException {
    List<Path> workflows;
    try (Stream<Path> files = Files.walk(FOLDER)) {
      workflows = files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
    assertThat(workflows).isNotEmpty();
    return workflows.stream()
        .map(
            file -> DynamicTest.dynamicTest(FOLDER.relativize(file).toString(), () -> check(file)));
  }

  private static void check(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    Path expected = file.resolveSibling(name.replace(".yml", ".txt"));
    Dialect dialect = Dialect.of(FOLDER.relativize(file).toString());
    StringBuilder text = new StringBuilder();
    for (Diagnostic found : found(file, name, dialect)) {
      print(found, text);
    }
    if (System.getProperty("golden.update") != null) {
      Files.writeString(expected, text);
    }
    assertThat(text.toString()).isEqualTo(Files.readString(expected));
  }

  /// Reads what stands in a folder `actions` as the manifest of an action.
  private static List<Diagnostic> found(Path file, String name, Dialect dialect)
      throws IOException {
    byte[] content = Files.readAllBytes(file);
    return FOLDER.relativize(file).toString().contains("/actions/")
        ? ActionReader.check(name, content, dialect).diagnostics()
        : WorkflowReader.check(name, content, dialect).diagnostics();
  }

  private static void print(Diagnostic found, StringBuilder text) {
    BerthError error = found.error();
    text.append(found.isError() ? "error[" : "warning[").append(error.code().id()).append("] ");
    text.append(found.where()).append('+').append(found.where().length()).append(' ');
    text.append(found.rule().id()).append(": ").append(error.problem()).append('\n');
    if (!error.similar().isEmpty()) {
      text.append("  similar   ").append(String.join(", ", error.similar())).append('\n');
    }
    if (error.remedy() != null) {
      text.append("  fix       ").append(error.remedy()).append('\n');
    }
    if (found.reference() != null) {
      text.append("  reference ").append(found.reference()).append('\n');
    }
  }
}
