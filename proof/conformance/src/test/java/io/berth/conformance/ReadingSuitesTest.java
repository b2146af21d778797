// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.berth.conformance.reader.ReaderRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The suites about reading workflows and actions: what fails is what `known-misses.tsv` lists, no
/// more and no less.
class ReadingSuitesTest {

  private static final Path ROOT = Path.of(System.getProperty("berth.root", "../.."));

  @Test
  void workflowsAreReadAsGitHubReadsThem() throws IOException, InterruptedException {
    check("ls-workflow-reader", new ReaderRows());
  }

  @Test
  void workflowsAreAcceptedAndRejectedAsALinterDoes() throws IOException, InterruptedException {
    check("actionlint", new CheckRows());
  }

  @Test
  void theManifestsOfActionsSayWhatTheirYamlSays() throws IOException, InterruptedException {
    check("actions-runner", new ManifestRows());
  }

  @Test
  void theReferenceGivesTheReasonOfEveryKnownMiss() throws IOException {
    String reference = Files.readString(ROOT.resolve("docs/reference/conformance.md"));
    List<String> misses = Files.readAllLines(ROOT.resolve("proof/conformance/known-misses.tsv"));

    assertThat(misses.subList(1, misses.size()))
        .isNotEmpty()
        .allSatisfy(
            miss -> {
              String[] columns = miss.split("\t", -1);
              assertThat(reference).contains("| `%s` | `%s` | %s |".formatted((Object[]) columns));
            });
  }

  private static void check(String name, Suite suite) throws IOException, InterruptedException {
    Path folder =
        ROOT.resolve(System.getProperty("berth.conformance.dir", "../shared/conformance"));
    boolean present = Files.exists(folder.resolve("INDEX.tsv"));
    if (!present) {
      System.err.println("SKIPPED " + name + ": no data below " + folder.toAbsolutePath());
    }
    assumeTrue(present, "no conformance data below " + folder);
    Index index = Index.read(folder);
    List<Index.Entry> rows = index.suite(name);
    assumeTrue(!rows.isEmpty(), "no rows of " + name);

    SuiteResult result = suite.run(name, index, rows);

    System.out.println(name + ": " + result.passed() + " of " + rows.size() + " pass");
    Map<String, String> known = knownMisses(name);
    List<SuiteResult.Row> unknown = new ArrayList<>(result.failures());
    unknown.removeIf(row -> known.containsKey(row.path()));
    assertThat(unknown).isEmpty();
    TreeSet<String> stale = new TreeSet<>(known.keySet());
    stale.retainAll(rows.stream().map(Index.Entry::path).toList());
    result.failures().forEach(row -> stale.remove(row.path()));
    assertThat(stale).as("listed in known-misses.tsv, and passes").isEmpty();
  }

  private static Map<String, String> knownMisses(String suite) throws IOException {
    Map<String, String> misses = new TreeMap<>();
    Path file = ROOT.resolve("proof/conformance/known-misses.tsv");
    for (String line : Files.readAllLines(file)) {
      String[] columns = line.split("\t", -1);
      if (columns[0].equals(suite)) {
        assertThat(columns).as(line).hasSize(3);
        assertThat(columns[2]).as("the reason of %s", columns[1]).isNotBlank();
        misses.put(columns[1], columns[2]);
      }
    }
    return misses;
  }
}
