// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import io.berth.console.GraphLayout.Place;
import java.util.List;

/// Draws graphs of jobs as one picture that needs nothing but itself: no script, no font, no link.
/// Every text is escaped.
public final class GraphSvg {

  private static final GraphLayout.Measures MEASURES = new GraphLayout.Measures(22, 20, 18);
  private static final int MARGIN = 32;
  private static final int HEADING = 64;
  private static final int CHANNEL = 76;
  private static final int PADDING = 18;
  private static final int FIRST_LINE = 27;
  private static final int LINE = 18;
  private static final double TITLE_LETTER = 8.1;
  private static final double LETTER = 6.7;
  private static final int LONGEST = 60;

  private static final String STYLE =
      """
      <style>
        .page { fill: #f6f8fb }
        .card { fill: #ffffff; stroke: #d5dbe5 }
        .bar-job { fill: #3b7ddd } .bar-matrix { fill: #8a56d6 } .bar-call { fill: #12927f }
        .edge { fill: none; stroke: #94a0b4; stroke-width: 1.6 }
        .tip { fill: #94a0b4 }
        .head { font: 600 18px system-ui, sans-serif; fill: #1a2233 }
        .sub { font: 13px system-ui, sans-serif; fill: #66728a }
        .name { font: 600 14px system-ui, sans-serif; fill: #1a2233 }
        .line { font: 12px system-ui, sans-serif; fill: #56617a }
        @media (prefers-color-scheme: dark) {
          .page { fill: #12161f } .card { fill: #1c2330; stroke: #343f52 }
          .head, .name { fill: #eef2f8 } .sub, .line { fill: #a3aec2 }
          .edge { stroke: #66738a } .tip { fill: #66738a }
        }
      </style>
      """;

  private final StringBuilder out = new StringBuilder();
  private int width = 360;

  private GraphSvg() {}

  /// Returns the picture of all graphs, one below the other.
  public static String of(List<Graph> graphs) {
    var svg = new GraphSvg();
    int top = MARGIN;
    for (Graph graph : graphs) {
      top = svg.draw(graph, top) + MARGIN;
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n"
            .formatted(svg.width, top, svg.width, top)
        + STYLE
        + "<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n"
        + svg.out
        + "</svg>\n";
  }

  private int draw(Graph graph, int top) {
    text("head", MARGIN, top + 18, graph.title());
    text("sub", MARGIN, top + 40, graph.subtitle());
    width = Math.max(width, 2 * MARGIN + width(graph.title(), 10) + 1);
    width = Math.max(width, 2 * MARGIN + width(graph.subtitle(), 7.2));
    GraphLayout layout = GraphLayout.of(graph, GraphSvg::height, MEASURES);
    int left = MARGIN;
    for (int i = 0; i < layout.columns().size(); i++) {
      List<Place> column = layout.columns().get(i);
      int wide = width(column);
      for (Place place : column) {
        edges(place, left, wide, top + HEADING);
      }
      for (Place place : column) {
        card(place, left, wide, top + HEADING);
      }
      left += wide;
      width = Math.max(width, left + MARGIN);
      left += CHANNEL;
    }
    return top + HEADING + layout.height();
  }

  private static int height(Graph.Node node) {
    return FIRST_LINE + node.lines().size() * LINE + (node.lines().isEmpty() ? 17 : 12);
  }

  private static int width(List<Place> column) {
    int width = 110;
    for (Place place : column) {
      if (place.node != null) {
        width = Math.max(width, width(place.node.title(), TITLE_LETTER) + 2 * PADDING);
        for (String line : place.node.lines()) {
          width = Math.max(width, width(line, LETTER) + 2 * PADDING);
        }
      }
    }
    return width;
  }

  private static int width(String text, double letter) {
    return (int) Math.ceil(Math.min(LONGEST, Width.of(shown(text))) * letter);
  }

  private void edges(Place place, int left, int wide, int top) {
    int from = left + wide;
    int to = from + CHANNEL;
    int y = top + place.line();
    if (place.node == null) {
      path(left, y, from, y);
    }
    for (Place target : place.next) {
      boolean arrives = target.node != null;
      path(from, y, arrives ? to - 8 : to, top + target.line());
      if (arrives) {
        int tip = top + target.line();
        out.append("<path class=\"tip\" d=\"M%d %d l-9 -4.5 v9 z\"/>\n".formatted(to - 1, tip));
      }
    }
  }

  private void path(int fromX, int fromY, int toX, int toY) {
    int bend = (toX - fromX) / 2;
    String way =
        fromY == toY
            ? "M%d %d H%d".formatted(fromX, fromY, toX)
            : "M%d %d C%d %d %d %d %d %d"
                .formatted(fromX, fromY, fromX + bend, fromY, toX - bend, toY, toX, toY);
    out.append("<path class=\"edge\" d=\"").append(way).append("\"/>\n");
  }

  private void card(Place place, int left, int wide, int top) {
    Graph.Node node = place.node;
    if (node == null) {
      return;
    }
    int y = top + place.top;
    out.append(
        "<rect class=\"card\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n"
            .formatted(left, y, wide, place.height));
    out.append(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"4\" height=\"%d\" rx=\"2\"/>\n"
            .formatted(bar(node.kind()), left + 6, y + 9, place.height - 18));
    text("name", left + PADDING, y + FIRST_LINE, node.title());
    for (int i = 0; i < node.lines().size(); i++) {
      text("line", left + PADDING, y + FIRST_LINE + (i + 1) * LINE, node.lines().get(i));
    }
  }

  private static String bar(Graph.Kind kind) {
    return switch (kind) {
      case JOB -> "bar-job";
      case MATRIX -> "bar-matrix";
      case CALL -> "bar-call";
    };
  }

  private void text(String style, int x, int y, String text) {
    out.append("<text class=\"%s\" x=\"%d\" y=\"%d\">".formatted(style, x, y));
    out.append(escaped(Width.cut(shown(text), LONGEST, "…"))).append("</text>\n");
  }

  /// Leaves out what XML cannot hold.
  private static String shown(String text) {
    var shown = new StringBuilder();
    Ansi.clean(text, false)
        .codePoints()
        .filter(c -> c >= 0x20 && c != 0xFFFE && c != 0xFFFF && !(c >= 0xD800 && c <= 0xDFFF))
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
