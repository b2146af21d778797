// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The table of contents of a conformance folder, `INDEX.tsv`.
///
/// @param folder the folder that it describes
/// @param entries its lines in order
public record Index(Path folder, List<Entry> entries) {

  public Index {
    entries = List.copyOf(entries);
  }

  /// One row of data.
  ///
  /// @param suite the suite, which is also its folder
  /// @param path a file or folder below the suite's folder
  /// @param kind how a pass is judged
  /// @param needs what has to be there, or an empty list
  /// @param expected what has to come
  public record Entry(String suite, String path, String kind, List<String> needs, String expected) {
    public Entry {
      needs = List.copyOf(needs);
    }
  }

  /// Reads the table of a folder.
  ///
  /// @throws IOException if there is none or a line has not five columns
  public static Index read(Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    var file = folder.resolve("INDEX.tsv");
    var lines = Files.readAllLines(file);
    for (var line : lines.subList(1, lines.size())) {
      var columns = line.split("\t", -1);
      if (columns.length != 5) {
        throw new IOException(file + ":" + (entries.size() + 2) + ": five columns were expected");
      }
      entries.add(new Entry(columns[0], columns[1], columns[2], needs(columns[3]), columns[4]));
    }
    return new Index(folder, entries);
  }

  /// Returns the rows of a suite.
  public List<Entry> suite(String name) {
    return entries.stream().filter(entry -> entry.suite().equals(name)).toList();
  }

  /// Returns the names of the suites in the order of the table.
  public List<String> suites() {
    return entries.stream().map(Entry::suite).distinct().toList();
  }

  /// Returns where the data of a row lies.
  public Path locate(Entry entry) {
    return folder.resolve(entry.suite()).resolve(entry.path());
  }

  private static List<String> needs(String column) {
    List<String> needs = new ArrayList<>();
    for (var need : column.split(";", -1)) {
      if (!need.isBlank() && !need.equals("none")) {
        needs.add(need.trim());
      }
    }
    return needs;
  }
}
