// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The lower end of a terminal: live rows that are drawn over and over, and above them the
/// scrollback, which is only ever added to. The cursor stands below the last live row.
final class Screen {

  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";
  private static final String CLEAR_BELOW = "\u001b[J";
  private static final String CLEAR_RIGHT = "\u001b[K";

  private final OutputStream out;
  private List<String> live = List.of();
  private Size size = Size.USUAL;
  private boolean hidden;

  Screen(OutputStream out) {
    this.out = out;
  }

  /// Adds to the scrollback and draws the live rows below it; does nothing if nothing changed.
  ///
  /// @param rows no wider than `now`, and fewer than it has
  void draw(List<String> scrollback, List<String> rows, Size now) {
    if (scrollback.isEmpty() && rows.equals(live) && now.equals(size)) {
      return;
    }
    var text = new StringBuilder();
    if (!hidden && !rows.isEmpty()) {
      text.append(HIDE_CURSOR);
      hidden = true;
    }
    int up = height(now);
    if (up > 0) {
      text.append("\u001b[").append(up).append('A');
    }
    if (!live.isEmpty()) {
      text.append('\r');
    }
    if (!scrollback.isEmpty() || !now.equals(size)) {
      text.append(CLEAR_BELOW);
    }
    scrollback.forEach(line -> text.append(line).append('\n'));
    rows.forEach(row -> text.append(row).append(CLEAR_RIGHT).append('\n'));
    if (rows.size() < live.size()) {
      text.append(CLEAR_BELOW);
    }
    live = List.copyOf(rows);
    size = now;
    write(text.toString());
  }

  /// Leaves the terminal as it was found.
  void restore() {
    if (hidden) {
      hidden = false;
      write(SHOW_CURSOR);
    }
  }

  /// Returns how many rows the live rows take now: in a terminal that became narrower they were
  /// wrapped.
  private int height(Size now) {
    int height = 0;
    for (String row : live) {
      height += 1 + Math.max(0, Width.of(row) - 1) / now.columns();
    }
    return Math.min(height, now.rows() - 1);
  }

  private void write(String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
