// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import java.util.ArrayList;
import java.util.List;

/// Rows of cells in columns that are as wide as they have to be.
public final class Table {

  private Table() {}

  /// Returns a text fit for a terminal: what it says, without what would steer the terminal.
  public static String clean(String text) {
    return Ansi.clean(text, false);
  }

  /// Returns the rows, the first as a heading; columns that are empty below it are left out.
  public static List<String> rows(List<List<String>> rows, Theme theme) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows.subList(1, rows.size())) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], Width.of(clean(row.get(i))));
      }
    }
    List<String> shown = new ArrayList<>();
    for (int number = 0; number < rows.size(); number++) {
      var text = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = clean(rows.get(number).get(i));
        if (widths[i] > 0) {
          int width = Math.max(widths[i], Width.of(rows.getFirst().get(i)));
          text.append(cell).repeat(' ', width - Width.of(cell) + 2);
        }
      }
      String row = text.toString().stripTrailing();
      shown.add(number == 0 ? theme.paint(Role.DETAIL, row) : row);
    }
    return shown;
  }
}
