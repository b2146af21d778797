// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// The end of a log: its last lines, and the groups that stand open or closed among them. What a
/// block costs does not grow with its size, apart from one sparse search for group marks.
final class Tail {

  /// How many lines are kept.
  static final int LINES = 20;

  /// How much of one line is kept, in bytes.
  private static final int LONGEST = 4096;

  /// One thing to show: a line, or a closed group by its title.
  ///
  /// @param text the bytes of the line or the title, without the line feed
  /// @param folded whether it stands for a whole group
  private record Entry(byte[] text, boolean folded) {}

  private final boolean folding;
  private final Deque<byte[]> last = new ArrayDeque<>();
  private final Deque<Entry> shown = new ArrayDeque<>();
  private final Deque<byte[]> inGroup = new ArrayDeque<>();
  private byte[] group = {};
  private boolean groupOpen;

  /// @param folding whether [#folded] will be asked for
  Tail(boolean folding) {
    this.folding = folding;
  }

  void append(byte[] block) {
    keepLast(block, 0, block.length, last);
    if (!folding) {
      return;
    }
    int from = 0;
    for (int mark = Marks.next(block, 0); mark >= 0; mark = Marks.next(block, mark + 1)) {
      Marks.Kind kind = Marks.kind(block, mark);
      if (kind != Marks.Kind.GROUP && kind != Marks.Kind.END_GROUP) {
        continue;
      }
      show(block, from, mark);
      from = Marks.lineEnd(block, mark);
      endGroup();
      if (kind == Marks.Kind.GROUP) {
        groupOpen = true;
        group = cut(block, mark + kind.length(), Marks.textEnd(block, mark));
      }
    }
    show(block, from, block.length);
  }

  /// Returns the last lines as they came, oldest first.
  List<byte[]> lines() {
    return List.copyOf(last);
  }

  /// Returns whether one of the last lines is an error with this message.
  boolean says(String message) {
    String wanted = Ansi.clean(message, false);
    for (byte[] line : last) {
      if (Marks.kind(line, 0) == Marks.Kind.ERROR
          && Ansi.clean(line, Marks.Kind.ERROR.length(), line.length, false).equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  /// Returns at most `count` rows for a live view, with closed groups as one row each.
  List<String> folded(int count, Theme theme) {
    List<String> rows = new ArrayList<>();
    shown.forEach(
        entry ->
            rows.add(
                entry.folded
                    ? theme.mark(Role.NOTICE) + " " + plain(entry.text)
                    : Marks.readable(entry.text, theme, false)));
    if (groupOpen) {
      rows.add((theme.unicode() ? "▾ " : "v ") + plain(group));
      inGroup.forEach(line -> rows.add("  " + Marks.readable(line, theme, false)));
    }
    int size = rows.size();
    List<String> end = new ArrayList<>(rows.subList(Math.max(0, size - count), size));
    int title = size - 1 - inGroup.size();
    if (groupOpen && count > 1 && title < size - count) {
      end.set(0, rows.get(title));
    }
    return end;
  }

  private void show(byte[] block, int from, int to) {
    if (groupOpen) {
      keepLast(block, from, to, inGroup);
      return;
    }
    Deque<byte[]> lines = new ArrayDeque<>();
    keepLast(block, from, to, lines);
    lines.forEach(line -> push(new Entry(line, false)));
  }

  private void endGroup() {
    if (groupOpen) {
      push(new Entry(group, true));
      inGroup.clear();
      groupOpen = false;
    }
  }

  private void push(Entry entry) {
    shown.addLast(entry);
    if (shown.size() > LINES) {
      shown.removeFirst();
    }
  }

  private static void keepLast(byte[] block, int from, int to, Deque<byte[]> kept) {
    Deque<byte[]> found = new ArrayDeque<>();
    int end = to;
    while (end > from && found.size() < LINES) {
      int textEnd = block[end - 1] == '\n' ? end - 1 : end;
      int start = textEnd;
      while (start > from && block[start - 1] != '\n') {
        start--;
      }
      found.addFirst(cut(block, start, textEnd));
      end = start;
    }
    kept.addAll(found);
    while (kept.size() > LINES) {
      kept.removeFirst();
    }
  }

  private static byte[] cut(byte[] block, int from, int to) {
    return Arrays.copyOfRange(block, from, Math.min(to, from + LONGEST));
  }

  private static String plain(byte[] text) {
    return Ansi.clean(text, 0, text.length, false);
  }
}
