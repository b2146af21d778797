// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A regular expression from a workflow, applied to what the workflow prints: neither is trusted.
///
/// The engines of the JDK cannot be stopped: an expression may take them years, and reading the
/// text through a wrapper that looks at a clock misses those that never read. Here every step of
/// the search is counted, and none of them uses the stack of the thread.
final class Regexp {

  private static final int STEPS_BETWEEN_LOOKS = 1 << 14;
  private static final int MOST_CHOICES = 1 << 20;

  /// What one choice takes up: where to go on, at which position, and the last position to try.
  private static final int WIDTH = 3;

  private final RegexpCode code;
  private final int groups;
  private final boolean anchored;
  private final @Nullable CharSet first;
  private final String required;

  private int[] slots = {};
  private int[] choices = new int[64 * WIDTH];
  private int top;
  private int untilLook = STEPS_BETWEEN_LOOKS;

  private Regexp(RegexpParser.Parsed parsed) throws RegexpException {
    code = RegexpCode.of(parsed);
    groups = parsed.groups();
    anchored = parsed.root().isAnchored();
    var begins = new CharSet.Builder();
    first = parsed.root().addFirst(begins) ? begins.build() : null;
    var everywhere = new StringBuilder();
    parsed.root().addRequired(everywhere);
    required = everywhere.toString();
  }

  /// Ends a search that takes too long.
  static final class TooLong extends Exception {

    private static final long serialVersionUID = 1L;

    TooLong() {
      super("a pattern takes too long", null, false, false);
    }
  }

  static Regexp of(String source) throws RegexpException {
    return new Regexp(RegexpParser.parse(source));
  }

  /// Returns how many groups there are, the whole match not counted.
  int groups() {
    return groups;
  }

  /// Finds the first match. Not to be called by two threads at once.
  ///
  /// @param deadline when to give up
  /// @return the texts of the whole match and of each group, empty if a group did not match; `null`
  ///     if there is no match
  /// @throws TooLong if the deadline passed or there is too much to be remembered
  String @Nullable [] find(String text, Deadline deadline) throws TooLong {
    for (int i = 0; i < required.length(); i++) {
      if (text.indexOf(required.charAt(i)) < 0) {
        return null;
      }
    }
    int last = anchored ? 0 : text.length();
    for (int start = 0; start <= last; start++) {
      if (first != null) {
        while (start < text.length() && !first.contains(text.charAt(start))) {
          start++;
        }
        if (start >= text.length() || start > last) {
          return null;
        }
      }
      if (slots.length < code.slots()) {
        slots = new int[code.slots()];
      }
      Arrays.fill(slots, -1);
      top = 0;
      int end = run(text, 0, start, deadline);
      if (end >= 0) {
        slots[0] = start;
        slots[1] = end;
        return texts(text);
      }
    }
    return null;
  }

  private String[] texts(String text) {
    String[] texts = new String[groups + 1];
    for (int i = 0; i < texts.length; i++) {
      boolean matched = slots[2 * i] >= 0 && slots[2 * i + 1] >= 0;
      texts[i] = matched ? text.substring(slots[2 * i], slots[2 * i + 1]) : "";
    }
    return texts;
  }

  /// Runs the instructions from one on, up to the end that belongs to it.
  ///
  /// @return the position that was reached, or -1 if there is no match
  private int run(String text, int from, int start, Deadline deadline) throws TooLong {
    int base = top;
    int pc = from;
    int at = start;
    while (true) {
      count(1, deadline);
      boolean goesOn =
          switch (code.operation(pc)) {
            case RegexpCode.CHARS -> {
              int next = one(text, pc, at);
              at = next < 0 ? at : next;
              pc++;
              yield next >= 0;
            }
            case RegexpCode.MANY -> {
              int next = many(text, pc, at, deadline);
              at = next < 0 ? at : next;
              pc++;
              yield next >= 0;
            }
            case RegexpCode.SPLIT -> {
              push(code.b(pc), at, at);
              pc = code.a(pc);
              yield true;
            }
            case RegexpCode.JUMP -> {
              pc = code.a(pc);
              yield true;
            }
            case RegexpCode.SAVE -> {
              put(code.a(pc), at);
              pc++;
              yield true;
            }
            case RegexpCode.MOVED -> slots[code.a(pc++)] != at;
            case RegexpCode.FORGET -> {
              for (int slot = code.a(pc); slot < code.b(pc); slot++) {
                put(slot, -1);
              }
              pc++;
              yield true;
            }
            case RegexpCode.ASSERT -> holds(text, pc++, at);
            case RegexpCode.LOOK -> {
              boolean matched = look(text, pc, at, deadline);
              boolean negative = code.b(pc) == 1;
              pc = code.a(pc);
              yield matched != negative;
            }
            case RegexpCode.AGAIN -> {
              int next = again(text, pc, at, deadline);
              at = next < 0 ? at : next;
              pc++;
              yield next >= 0;
            }
            case RegexpCode.FEW -> {
              int next = few(text, pc, at, deadline);
              at = next < 0 ? at : next;
              pc++;
              yield next >= 0;
            }
            case RegexpCode.END -> true;
            default -> throw new IllegalStateException("no operation " + code.operation(pc));
          };
      if (goesOn) {
        if (code.operation(pc) == RegexpCode.END) {
          return at;
        }
        continue;
      }
      int choice = back(base);
      if (choice < 0) {
        return -1;
      }
      pc = choices[choice];
      int farthest = choices[choice + 2];
      at = worthTrying(text, pc, choices[choice + 1], farthest, deadline);
      if (at == farthest) {
        top = choice;
      } else {
        choices[choice + 1] = at + Integer.signum(farthest - at);
      }
      if (code.operation(pc) == RegexpCode.END) {
        return at;
      }
    }
  }

  /// Passes over positions at which what comes next cannot match.
  private int worthTrying(String text, int pc, int at, int farthest, Deadline deadline)
      throws TooLong {
    CharSet follow = at == farthest ? null : code.follow(pc);
    if (follow == null) {
      return at;
    }
    int direction = Integer.signum(farthest - at);
    int next = at;
    while (next != farthest && (next >= text.length() || !follow.contains(text.charAt(next)))) {
      next += direction;
    }
    count(Math.abs(next - at), deadline);
    return next;
  }

  private int few(String text, int pc, int at, Deadline deadline) throws TooLong {
    CharSet set = code.set(pc);
    CharSet follow = code.follow(pc + 1);
    int next = at;
    if (follow != null) {
      while (next < text.length() && !follow.contains(text.charAt(next))) {
        if (!set.contains(text.charAt(next))) {
          return -1;
        }
        next++;
      }
      count(next - at, deadline);
      if (next == text.length()) {
        return -1;
      }
    }
    push(code.b(pc), next, next);
    return next;
  }

  /// Takes back what was remembered since the latest choice above `base`.
  ///
  /// @return where that choice is, or -1 if there is none
  private int back(int base) {
    while (top > base) {
      int latest = top - WIDTH;
      if (choices[latest] >= 0) {
        return latest;
      }
      slots[-1 - choices[latest]] = choices[latest + 1];
      top = latest;
    }
    return -1;
  }

  private void put(int slot, int value) throws TooLong {
    push(-1 - slot, slots[slot], 0);
    slots[slot] = value;
  }

  private void push(int what, int value, int last) throws TooLong {
    if (top + WIDTH > choices.length) {
      if (top >= MOST_CHOICES * WIDTH) {
        throw new TooLong();
      }
      choices = Arrays.copyOf(choices, choices.length * 2);
    }
    choices[top] = what;
    choices[top + 1] = value;
    choices[top + 2] = last;
    top += WIDTH;
  }

  private int one(String text, int pc, int at) {
    int direction = code.direction(pc);
    int read = direction > 0 ? at : at - 1;
    boolean there = read >= 0 && read < text.length() && code.set(pc).contains(text.charAt(read));
    return there ? at + direction : -1;
  }

  private int many(String text, int pc, int at, Deadline deadline) throws TooLong {
    int direction = code.direction(pc);
    CharSet set = code.set(pc);
    int room = direction > 0 ? text.length() - at : at;
    int most = Math.min(room, code.c(pc));
    int read = direction > 0 ? at : at - 1;
    int count = 0;
    while (count < most && set.contains(text.charAt(read))) {
      read += direction;
      count++;
    }
    count(count, deadline);
    int least = code.b(pc);
    if (count < least) {
      return -1;
    }
    int end = at + direction * count;
    if (count > least) {
      push(pc + 1, end - direction, at + direction * least);
    }
    return end;
  }

  private boolean look(String text, int pc, int at, Deadline deadline) throws TooLong {
    int before = top;
    boolean matched = run(text, pc + 1, at, deadline) >= 0;
    if (!matched) {
      return false;
    }
    boolean negative = code.b(pc) == 1;
    if (negative) {
      while (back(before) >= 0) {
        top -= WIDTH;
      }
    } else {
      dropChoices(before);
    }
    return true;
  }

  /// What stood ahead is not tried in another way, but what its groups matched may be taken back.
  private void dropChoices(int from) {
    int kept = from;
    for (int i = from; i < top; i += WIDTH) {
      if (choices[i] < 0) {
        System.arraycopy(choices, i, choices, kept, WIDTH);
        kept += WIDTH;
      }
    }
    top = kept;
  }

  private int again(String text, int pc, int at, Deadline deadline) throws TooLong {
    int from = slots[2 * code.a(pc)];
    int to = slots[2 * code.a(pc) + 1];
    if (from < 0 || to < 0) {
      return at;
    }
    int length = to - from;
    count(length, deadline);
    boolean forward = code.direction(pc) > 0;
    int start = forward ? at : at - length;
    return start >= 0 && text.regionMatches(from, text, start, length)
        ? (forward ? at + length : start)
        : -1;
  }

  private boolean holds(String text, int pc, int at) {
    return switch (code.place(pc)) {
      case BEGIN -> at == 0;
      case END -> at == text.length();
      case WORD_EDGE -> isWord(text, at - 1) != isWord(text, at);
      case NO_WORD_EDGE -> isWord(text, at - 1) == isWord(text, at);
    };
  }

  private static boolean isWord(String text, int at) {
    return at >= 0 && at < text.length() && CharSet.WORD.contains(text.charAt(at));
  }

  private void count(int steps, Deadline deadline) throws TooLong {
    untilLook -= steps;
    if (untilLook < 0) {
      untilLook = STEPS_BETWEEN_LOOKS;
      if (deadline.passed()) {
        throw new TooLong();
      }
    }
  }
}
