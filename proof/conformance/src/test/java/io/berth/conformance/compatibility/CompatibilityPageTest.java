// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.conformance.compatibility.Row.State;
import io.berth.workflow.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The page of compatibility lists what the program lists, no more and no less.
///
/// `-Dgolden.update` writes the page again.
class CompatibilityPageTest {

  private static final Path ROOT = Path.of(System.getProperty("berth.root", "../.."));
  private static final Path CASES = ROOT.resolve("proof/conformance/workflow");

  private static List<Row> rows() throws IOException {
    return Row.read(ROOT.resolve("proof/conformance/compatibility.tsv"));
  }

  @Test
  void thePageSaysWhatTheRowsSay() throws IOException {
    var page = ROOT.resolve("docs/reference/compatibility.md");
    var wanted = Page.of(rows());
    if (System.getProperty("golden.update") != null) {
      Files.writeString(page, wanted);
    }

    assertThat(Files.readString(page)).isEqualTo(wanted);
  }

  @Test
  void noWordHasTwoRowsInASection() throws IOException {
    Set<String> seen = new LinkedHashSet<>();

    assertThat(rows())
        .allMatch(row -> seen.add(row.section() + "/" + row.name()), "is the only one");
  }

  @Test
  void everyRowIsShownByCasesAndHasAWayToBeTakenAway() throws IOException {
    assertThat(rows())
        .filteredOn(Row::isShown)
        .allSatisfy(
            row -> {
              assertThat(row.cases()).as("%s %s", row.section(), row.name()).isNotEmpty();
              assertThat(row.disabling()).as("%s %s", row.section(), row.name()).isNotEmpty();
              assertThat(row.cases()).allMatch(name -> Files.exists(CASES.resolve(name)), "exists");
            });
  }

  @Test
  void whatIsNotSimplyServedHasANote() throws IOException {
    assertThat(rows())
        .filteredOn(row -> row.states().stream().anyMatch(CompatibilityPageTest::isParticular))
        .allSatisfy(
            row -> assertThat(row.note()).as("%s %s", row.section(), row.name()).isNotBlank());
  }

  private static boolean isParticular(State state) {
    return switch (state) {
      case DIFFERS, REFUSED, ABSENT -> true;
      case SERVED, FOREIGN -> false;
    };
  }

  @Test
  void everyKeyOfTheSchemasHasARowAndEveryRowIsAKey() throws IOException {
    for (var dialect : Dialect.values()) {
      var keys = Tables.keys(dialect);
      Map<String, Set<String>> listed = new TreeMap<>();
      for (var row : rows()) {
        var definition = Tables.SECTIONS.get(row.section());
        if (definition != null && row.state(dialect) != State.FOREIGN) {
          listed.computeIfAbsent(definition, _ -> new TreeSet<>()).add(row.name());
        }
      }
      Map<String, Set<String>> known = new TreeMap<>();
      keys.forEach((definition, names) -> known.put(definition, new TreeSet<>(names)));

      assertThat(listed).as("keys of %s", dialect).isEqualTo(known);
    }
  }

  @Test
  void everyFunctionHasARow() throws IOException {
    assertThat(names("Functions", true)).isEqualTo(new TreeSet<>(Tables.functions()));
  }

  @Test
  void everyContextHasARow() throws IOException {
    assertThat(names("Contexts", false)).isEqualTo(new TreeSet<>(Tables.contexts()));
  }

  @Test
  void everyWorkflowCommandHasARow() throws IOException {
    assertThat(names("Workflow commands", false)).isEqualTo(new TreeSet<>(Tables.commands()));
  }

  @Test
  void everySectionIsComparedWithTheProgramSomewhere() throws IOException {
    List<String> compared = new ArrayList<>(Tables.SECTIONS.keySet());
    compared.addAll(List.of("Functions", "Contexts", "Workflow commands"));
    compared.addAll(ObservedWordsIT.SECTIONS);

    assertThat(rows().stream().map(Row::section).distinct())
        .containsExactlyInAnyOrderElementsOf(compared);
  }

  private static Set<String> names(String section, boolean lower) throws IOException {
    return rows().stream()
        .filter(row -> row.section().equals(section))
        .map(row -> lower ? row.name().toLowerCase(Locale.ROOT) : row.name())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
