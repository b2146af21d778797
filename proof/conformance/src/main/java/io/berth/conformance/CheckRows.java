// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import io.berth.workflow.Diagnostic;
import io.berth.workflow.Dialect;
import io.berth.workflow.WorkflowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Rows that are workflow files to accept or to reject. Where the expected diagnostics lie beside a
/// file, as `NAME.out`, a rejection has to name one of their lines.
public final class CheckRows implements Suite {

  private static final Set<String> REJECTING =
      Set.of("syntax-check", "expression", "job-needs", "id");

  @Override
  public SuiteResult run(String name, Index index, List<Index.Entry> rows) throws IOException {
    List<SuiteResult.Row> failures = new ArrayList<>();
    for (Index.Entry row : rows) {
      Optional<String> problem = judge(index.locate(row), row.expected());
      problem.ifPresent(reason -> failures.add(new SuiteResult.Row(row.path(), reason)));
    }
    return new SuiteResult(name, rows.size() - failures.size(), failures, List.of());
  }

  private static Optional<String> judge(Path file, String expected) throws IOException {
    List<Diagnostic> errors = new ArrayList<>();
    byte[] content = Files.readAllBytes(file);
    for (Diagnostic found :
        WorkflowReader.check(file.toString(), content, Dialect.GITHUB).diagnostics()) {
      if (found.isError()) {
        errors.add(found);
      }
    }
    if (!expected.startsWith("must be rejected")) {
      return errors.isEmpty()
          ? Optional.empty()
          : Optional.of("expected to be accepted, came " + shown(errors));
    }
    if (errors.isEmpty()) {
      return Optional.of("expected to be rejected: " + expected);
    }
    Set<Integer> lines = lines(file);
    boolean placed =
        lines.isEmpty() || errors.stream().anyMatch(error -> lines.contains(error.where().line()));
    return placed
        ? Optional.empty()
        : Optional.of("expected an error on one of the lines " + lines + ", came " + shown(errors));
  }

  private static String shown(List<Diagnostic> errors) {
    List<String> shown = new ArrayList<>();
    for (Diagnostic error : errors) {
      String place = error.where().line() + ":" + error.where().column();
      shown.add(place + " " + error.error().problem() + " [" + error.rule().id() + "]");
    }
    return String.join("; ", shown);
  }

  /// Reads the lines of expected diagnostics, `FILE:LINE:COLUMN: MESSAGE [CLASS]`, of the classes
  /// that reject.
  private static Set<Integer> lines(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    Path beside = file.resolveSibling(name.substring(0, dot) + ".out");
    Set<Integer> lines = new TreeSet<>();
    if (!Files.exists(beside)) {
      return lines;
    }
    for (String text : Files.readAllLines(beside)) {
      String line = text.replace("\\", "").replace("/", "");
      int open = line.lastIndexOf('[');
      int close = line.lastIndexOf(']');
      String[] parts = line.split(":", 4);
      boolean rejecting =
          open >= 0 && close > open && REJECTING.contains(line.substring(open + 1, close));
      if (parts.length == 4 && rejecting && parts[1].chars().allMatch(Character::isDigit)) {
        lines.add(Integer.parseInt(parts[1]));
      }
    }
    return lines;
  }
}
