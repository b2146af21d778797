// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

/// Lays out one row: a mark and a name on the left, what is to be said about it on the right.
///
/// @param theme how it looks
/// @param width how many columns there are
record Row(Theme theme, int width) {

  /// @param indent columns before the mark
  /// @param role the role of the mark and of `right`
  /// @param name is cut where there is no room for it
  /// @param right is cut where it takes more than half of the row
  /// @param time stands at the right edge
  String of(int indent, Role role, String name, String right, String time) {
    String end = right.isEmpty() ? "" : Width.cut(right, width / 2, theme.ellipsis());
    int endWidth = Width.of(end);
    int timeWidth = time.isEmpty() ? 0 : Math.max(8, time.length() + 1);
    int room = width - indent - 2 - timeWidth - (endWidth == 0 ? 0 : endWidth + 2);
    String shown = Width.cut(name, Math.max(1, room), theme.ellipsis());
    var row = new StringBuilder();
    row.repeat(' ', indent).append(theme.paint(role, theme.mark(role))).append(' ').append(shown);
    if (endWidth > 0 || timeWidth > 0) {
      row.repeat(' ', Math.max(0, room - Width.of(shown)));
    }
    if (endWidth > 0) {
      row.append("  ").append(theme.paint(role, end));
    }
    if (timeWidth > 0) {
      row.repeat(' ', timeWidth - time.length()).append(theme.paint(Role.DETAIL, time));
    }
    return row.toString();
  }

  /// A line of a log.
  String log(int indent, String text) {
    String bar = " ".repeat(indent) + theme.paint(Role.DETAIL, theme.mark(Role.DETAIL)) + " ";
    return bar + Width.cut(text, Math.max(1, width - indent - 2), theme.ellipsis());
  }

  /// A remark that stands for several rows.
  String more(int indent, String text) {
    String cut = Width.cut(theme.ellipsis() + " " + text, width - indent, theme.ellipsis());
    return " ".repeat(indent) + theme.paint(Role.DETAIL, cut);
  }
}
