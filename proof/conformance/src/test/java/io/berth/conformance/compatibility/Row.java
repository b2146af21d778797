// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.compatibility;

import io.berth.workflow.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One line of `compatibility.tsv`: a word of the language, what becomes of it, and what shows it.
///
/// @param section which words it stands among
/// @param name the word
/// @param github what becomes of it in workflows of GitHub, also `forgejo`, `gitea`
/// @param cases the cases that show it, as paths below the folder of the cases
/// @param disabling the changes of the program that take it away, together
/// @param note what a reader has to know
record Row(
    String section,
    String name,
    State github,
    State forgejo,
    State gitea,
    List<String> cases,
    List<Change> disabling,
    String note) {

  static final String HEADER = "section\tname\tgithub\tforgejo\tgitea\tcases\tdisabling\tnote";

  private static final String NOTHING = "-";

  Row {
    cases = List.copyOf(cases);
    disabling = List.copyOf(disabling);
  }

  /// What becomes of a word.
  enum State {
    /// It means what it means there.
    SERVED,
    /// It is served, with the difference that the note tells.
    DIFFERS,
    /// What asks for it is refused, with the message that the note tells.
    REFUSED,
    /// It is not there, for the reason that the note tells.
    ABSENT,
    /// The dialect does not have it.
    FOREIGN;

    /// Returns whether the program does something about it.
    boolean isThere() {
      return switch (this) {
        case SERVED, DIFFERS, REFUSED -> true;
        case ABSENT, FOREIGN -> false;
      };
    }

    static State of(String word) {
      return word.equals(NOTHING) ? FOREIGN : valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /// Returns whether the program does something for the word in some dialect.
  boolean isShown() {
    return states().stream().anyMatch(State::isThere);
  }

  State state(Dialect dialect) {
    return switch (dialect) {
      case GITHUB -> github;
      case FORGEJO -> forgejo;
      case GITEA -> gitea;
    };
  }

  List<State> states() {
    return List.of(github, forgejo, gitea);
  }

  static List<Row> read(Path file) throws IOException {
    var lines = Files.readAllLines(file);
    if (!lines.getFirst().equals(HEADER)) {
      throw new IOException(file + ": the first line has to be `" + HEADER + "`");
    }
    List<Row> rows = new ArrayList<>();
    for (int at = 1; at < lines.size(); at++) {
      var cells = lines.get(at).split("\t", -1);
      try {
        rows.add(of(cells));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IOException(file + ":" + (at + 1) + ": " + e.getMessage(), e);
      }
    }
    return rows;
  }

  private static Row of(String[] cells) {
    if (cells.length != 8) {
      throw new IllegalArgumentException("8 columns are wanted, found " + cells.length);
    }
    List<Change> changes = new ArrayList<>();
    for (var change : words(cells[6], "; ")) {
      changes.add(Change.parse(change));
    }
    return new Row(
        cells[0],
        cells[1],
        State.of(cells[2]),
        State.of(cells[3]),
        State.of(cells[4]),
        words(cells[5], " "),
        changes,
        cells[7]);
  }

  private static List<String> words(String cell, String separator) {
    return cell.isEmpty() ? List.of() : List.of(cell.split(separator, -1));
  }
}
