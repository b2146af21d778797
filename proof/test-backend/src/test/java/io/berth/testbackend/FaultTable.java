// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The page that says which case catches which fault.
final class FaultTable {

  private static final String PAGE = "docs/reference/plugin-verify.md";

  private FaultTable() {}

  /// A line of the page.
  ///
  /// @param fault as it is asked for
  /// @param words what it does
  /// @param id the case that catches it
  /// @param said what stands in the report
  record Row(String fault, String words, String id, String said) {
    @Override
    public String toString() {
      return fault + " is caught by " + id;
    }
  }

  static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    Path root = Path.of(System.getProperty("berth.root", "../.."));
    for (String line : Files.readAllLines(root.resolve(PAGE))) {
      String[] cells = line.split(" *\\| *", -1);
      if (cells.length == 6 && cells[3].matches("[A-Z]+-\\d+")) {
        rows.add(new Row(cells[1].replace("`", ""), cells[2], cells[3], cells[4]));
      }
    }
    return rows;
  }
}
