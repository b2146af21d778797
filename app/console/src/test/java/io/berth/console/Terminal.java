// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A small terminal: what was written to it can be looked at as a person would see it. It knows
/// only the sequences that a well-behaved program of ours uses, and refuses every other.
final class Terminal extends OutputStream {

  private static final Pattern SEQUENCE =
      Pattern.compile("\u001b\\[(\\?25[lh]|\\d*A|J|K|[\\d;:]{0,38}m)");

  private final List<StringBuilder> lines = new ArrayList<>();
  private final StringBuilder recording = new StringBuilder();
  private Size size;
  private int row;
  private int column;
  private int writes;
  private boolean cursorShown = true;

  Terminal(Size size) {
    this.size = size;
    lines.add(new StringBuilder());
  }

  @Override
  public void write(int b) {
    throw new AssertionError("one byte at a time");
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    recording.append("=== drawing ").append(writes + 1).append('\n').append(text);
    writes++;
    for (int i = 0; i < text.length(); ) {
      i = take(text, i);
    }
  }

  void resize(Size to) {
    size = to;
  }

  Size size() {
    return size;
  }

  int writes() {
    return writes;
  }

  boolean cursorShown() {
    return cursorShown;
  }

  /// Returns everything written since the last call, with the escape character made visible.
  String recorded() {
    String text = recording.toString().replace('\u001b', '␛').replace("\r", "␍");
    recording.setLength(0);
    return text;
  }

  /// Returns the rows that are on the screen now.
  String screen() {
    int first = Math.max(0, lines.size() - size.rows());
    return text(lines.subList(first, lines.size()));
  }

  /// Returns all rows, those that have scrolled away included.
  String everything() {
    return text(lines);
  }

  private static String text(List<StringBuilder> rows) {
    var text = new StringBuilder();
    rows.forEach(line -> text.append(line.toString().stripTrailing()).append('\n'));
    return text.toString().stripTrailing() + "\n";
  }

  private int take(String text, int at) {
    char c = text.charAt(at);
    if (c == '\u001b') {
      Matcher sequence = SEQUENCE.matcher(text).region(at, text.length());
      if (!sequence.lookingAt()) {
        throw new AssertionError("not for a terminal of ours: " + text.substring(at).substring(1));
      }
      obey(sequence.group(1));
      return sequence.end();
    }
    if (c == '\n') {
      row++;
      column = 0;
      while (lines.size() <= row) {
        lines.add(new StringBuilder());
      }
      return at + 1;
    }
    if (c == '\r') {
      column = 0;
      return at + 1;
    }
    if (c < ' ' || (c >= 0x7F && c < 0xA0)) {
      throw new AssertionError("a control character: " + (int) c);
    }
    int codePoint = text.codePointAt(at);
    put(codePoint);
    return at + Character.charCount(codePoint);
  }

  private void put(int codePoint) {
    int width = Width.of(codePoint);
    if (column + width > size.columns()) {
      throw new AssertionError("a row is wider than the terminal: " + lines.get(row));
    }
    StringBuilder line = lines.get(row);
    int index = 0;
    int reached = 0;
    while (index < line.length() && reached < column) {
      int there = line.codePointAt(index);
      reached += Width.of(there);
      index += Character.charCount(there);
    }
    line.repeat(' ', column - Math.min(reached, column));
    int end = index;
    if (end < line.length() && width > 0) {
      end += Character.charCount(line.codePointAt(end));
    }
    line.replace(Math.min(index, line.length()), Math.min(end, line.length()), "");
    line.insert(Math.min(index, line.length()), Character.toString(codePoint));
    column += width;
  }

  private void obey(String sequence) {
    switch (sequence.charAt(sequence.length() - 1)) {
      case 'A' -> {
        int up = Integer.parseInt(sequence.substring(0, sequence.length() - 1));
        int top = Math.max(0, lines.size() - size.rows());
        if (row - up < top) {
          throw new AssertionError("the cursor leaves the screen at its top");
        }
        row -= up;
      }
      case 'J' -> {
        while (lines.size() > row + 1) {
          lines.removeLast();
        }
        clearRight();
      }
      case 'K' -> clearRight();
      case 'l', 'h' -> cursorShown = sequence.endsWith("h");
      default -> {}
    }
  }

  private void clearRight() {
    StringBuilder line = lines.get(row);
    int index = 0;
    for (int reached = 0; index < line.length() && reached < column; ) {
      int codePoint = line.codePointAt(index);
      reached += Width.of(codePoint);
      index += Character.charCount(codePoint);
    }
    line.setLength(index);
  }
}
