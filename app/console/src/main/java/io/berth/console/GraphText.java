// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import io.berth.console.GraphLayout.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Draws a graph of jobs with the lines that terminals have.
public final class GraphText {

  private static final GraphLayout.Measures MEASURES = new GraphLayout.Measures(1, 1, 0);

  private static final int LEFT = 1;
  private static final int RIGHT = 2;
  private static final int UP = 4;
  private static final int DOWN = 8;

  /// By the directions into which a line leads.
  private static final String LINES = " ───│╯╰┴│╮╭┬│┤├┼";

  private final Theme theme;
  private final List<StringBuilder> rows = new ArrayList<>();
  private final Map<Long, Integer> lines = new HashMap<>();
  private final Map<Long, String> texts = new HashMap<>();

  private GraphText(Theme theme) {
    this.theme = theme;
  }

  /// Returns the rows of the picture.
  public static List<String> rows(Graph graph, Theme theme) {
    var text = new GraphText(theme);
    GraphLayout layout = GraphLayout.of(graph, node -> node.lines().size() + 3, MEASURES);
    int left = 0;
    for (int i = 0; i < layout.columns().size(); i++) {
      List<Place> column = layout.columns().get(i);
      int width = width(column);
      for (Place place : column) {
        text.place(place, left, width);
      }
      left += width;
      if (i + 1 < layout.columns().size()) {
        left = text.channel(column, left);
      }
    }
    return text.finished(layout.height(), left);
  }

  private static int width(List<Place> column) {
    int width = 1;
    for (Place place : column) {
      if (place.node != null) {
        width = Math.max(width, Width.of(clean(place.node.title())) + 4);
        for (String line : place.node.lines()) {
          width = Math.max(width, Width.of(clean(line)) + 4);
        }
      }
    }
    return width;
  }

  private static String clean(String text) {
    return Ansi.clean(text, false);
  }

  private void place(Place place, int left, int width) {
    Graph.Node node = place.node;
    if (node == null) {
      across(left, left + width - 1, place.line());
      return;
    }
    int right = left + width - 1;
    int bottom = place.top + place.height - 1;
    across(left, right, place.top);
    across(left, right, bottom);
    along(left, place.top, bottom);
    along(right, place.top, bottom);
    write(left + 2, place.top + 1, Role.TITLE, clean(node.title()));
    for (int i = 0; i < node.lines().size(); i++) {
      write(left + 2, place.top + 2 + i, Role.DETAIL, clean(node.lines().get(i)));
    }
  }

  private void write(int column, int row, Role role, String text) {
    texts.put(key(column, row), theme.paint(role, text));
    for (int i = 1; i < Width.of(text); i++) {
      texts.put(key(column + i, row), "");
    }
  }

  /// Draws the lines between two columns, each job's in a lane of its own.
  ///
  /// @return where the next column begins
  private int channel(List<Place> column, int left) {
    List<Place> sources = lanes(column);
    int lanes = sources.size();
    int end = left + 2 * lanes + 2;
    for (int i = 0; i < lanes; i++) {
      Place source = sources.get(i);
      int lane = left + 1 + 2 * i;
      across(left - 1, lane, source.line(), source.node == null);
      for (Place target : source.next) {
        int from = Math.min(source.line(), target.line());
        int to = Math.max(source.line(), target.line());
        along(lane, from, to);
        across(lane, end - 1, target.line(), true);
        if (target.node != null) {
          texts.put(key(end - 1, target.line()), theme.unicode() ? "▶" : ">");
        } else {
          across(end - 1, end, target.line());
        }
      }
    }
    return end;
  }

  /// Orders lanes so that a line that leaves a row has turned before another arrives in that row.
  private static List<Place> lanes(List<Place> column) {
    List<Place> open = new ArrayList<>();
    for (Place place : column) {
      if (!place.next.isEmpty()) {
        open.add(place);
      }
    }
    open.sort(Comparator.comparingInt(Place::line));
    List<Place> ordered = new ArrayList<>();
    while (!open.isEmpty()) {
      Place next = open.getFirst();
      for (Place candidate : open) {
        if (open.stream().noneMatch(other -> other != candidate && arrives(candidate, other))) {
          next = candidate;
          break;
        }
      }
      open.remove(next);
      ordered.add(next);
    }
    return ordered;
  }

  /// Returns whether a line of `source` arrives in the row in which `other` leaves.
  private static boolean arrives(Place source, Place other) {
    for (Place target : source.next) {
      if (target.line() == other.line()) {
        return true;
      }
    }
    return false;
  }

  private void across(int from, int to, int row) {
    across(from, to, row, true);
  }

  /// @param joined whether the line begins at what is left of it
  private void across(int from, int to, int row, boolean joined) {
    for (int column = from; column < to; column++) {
      if (joined || column > from) {
        add(column, row, RIGHT);
      }
      add(column + 1, row, LEFT);
    }
  }

  private void along(int column, int from, int to) {
    for (int row = from; row < to; row++) {
      add(column, row, DOWN);
      add(column, row + 1, UP);
    }
  }

  private void add(int column, int row, int direction) {
    lines.merge(key(column, row), direction, (one, other) -> one | other);
  }

  private static long key(int column, int row) {
    return (long) row << Integer.SIZE | column;
  }

  private List<String> finished(int height, int width) {
    for (int row = 0; row < height; row++) {
      var text = new StringBuilder();
      for (int column = 0; column <= width; column++) {
        String written = texts.get(key(column, row));
        text.append(written == null ? line(lines.getOrDefault(key(column, row), 0)) : written);
      }
      rows.add(text);
    }
    List<String> finished = new ArrayList<>();
    rows.forEach(row -> finished.add(row.toString().stripTrailing()));
    while (!finished.isEmpty() && finished.getLast().isEmpty()) {
      finished.removeLast();
    }
    return finished;
  }

  private String line(int directions) {
    if (theme.unicode()) {
      return LINES.substring(directions, directions + 1);
    }
    return switch (directions) {
      case 0 -> " ";
      case LEFT, RIGHT, LEFT | RIGHT -> "-";
      case UP, DOWN, UP | DOWN -> "|";
      default -> "+";
    };
  }
}
