// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

import io.berth.engine.matcher.RegexpNode.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A regular expression as a list of instructions, each an operation with up to four numbers.
///
/// An instruction that reads does so in a direction, 1 or -1: what stands behind is read backwards.
final class RegexpCode {

  /// One of set `a`, in direction `d`.
  static final int CHARS = 0;

  /// As many of set `a` as possible, `b` to `c`, in direction `d`.
  static final int MANY = 1;

  /// Go on at `a`, and if that leads nowhere at `b`.
  static final int SPLIT = 2;

  /// Go on at `a`.
  static final int JUMP = 3;

  /// Put the position into slot `a`.
  static final int SAVE = 4;

  /// Fail if the position is that of slot `a`.
  static final int MOVED = 5;

  /// Forget the slots `a` to `b`.
  static final int FORGET = 6;

  /// Fail unless the position is at place `a`.
  static final int ASSERT = 7;

  /// Try what follows up to [#END]; go on at `a` if it matched, or with `b` 1 if it did not.
  static final int LOOK = 8;

  /// The text of group `a` again, in direction `d`.
  static final int AGAIN = 9;

  /// It matches.
  static final int END = 10;

  /// As few of set `a` as possible: go on, and if that leads nowhere one further at `b`.
  static final int FEW = 11;

  private static final int WIDTH = 5;
  private static final int LARGEST = 20_000;

  private int[] code = new int[64 * WIDTH];
  private int length;
  private int slots;
  private final List<CharSet> sets = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();

  private RegexpCode(int groups) {
    slots = 2 * (groups + 1);
  }

  static RegexpCode of(RegexpParser.Parsed parsed) throws RegexpException {
    var code = new RegexpCode(parsed.groups());
    code.add(parsed.root(), 1);
    code.emit(END, 0, 0, 0, 1);
    return code;
  }

  int slots() {
    return slots;
  }

  int operation(int pc) {
    return code[pc * WIDTH];
  }

  int a(int pc) {
    return code[pc * WIDTH + 1];
  }

  int b(int pc) {
    return code[pc * WIDTH + 2];
  }

  int c(int pc) {
    return code[pc * WIDTH + 3];
  }

  int direction(int pc) {
    return code[pc * WIDTH + 4];
  }

  CharSet set(int pc) {
    return sets.get(a(pc));
  }

  private int emit(int operation, int a, int b, int c, int direction) throws RegexpException {
    if (length == LARGEST) {
      throw new RegexpException("a pattern whose repetitions make it too large ends", 0);
    }
    if ((length + 1) * WIDTH > code.length) {
      code = Arrays.copyOf(code, code.length * 2);
    }
    int at = length * WIDTH;
    code[at] = operation;
    code[at + 1] = a;
    code[at + 2] = b;
    code[at + 3] = c;
    code[at + 4] = direction;
    return length++;
  }

  private int set(CharSet set) {
    sets.add(set);
    return sets.size() - 1;
  }

  private void add(RegexpNode node, int direction) throws RegexpException {
    switch (node) {
      case RegexpNode.Chars(var set) -> emit(CHARS, set(set), 0, 0, direction);
      case RegexpNode.Sequence(var parts) -> {
        for (RegexpNode part : direction > 0 ? parts : parts.reversed()) {
          add(part, direction);
        }
      }
      case RegexpNode.Choice(var alternatives) -> choice(alternatives, direction);
      case RegexpNode.Capture(var number, var body) -> {
        int first = direction > 0 ? 0 : 1;
        emit(SAVE, 2 * number + first, 0, 0, direction);
        add(body, direction);
        emit(SAVE, 2 * number + 1 - first, 0, 0, direction);
      }
      case RegexpNode.Repeat repeat -> repeat(repeat, direction);
      case RegexpNode.Assert(var place) -> {
        places.add(place);
        emit(ASSERT, places.size() - 1, 0, 0, direction);
      }
      case RegexpNode.Look(var body, var behind, var negative) -> {
        int look = emit(LOOK, 0, negative ? 1 : 0, 0, direction);
        add(body, behind ? -1 : 1);
        emit(END, 0, 0, 0, direction);
        code[look * WIDTH + 1] = length;
      }
      case RegexpNode.Again(var number) -> emit(AGAIN, number, 0, 0, direction);
    }
  }

  private void choice(List<RegexpNode> alternatives, int direction) throws RegexpException {
    List<Integer> exits = new ArrayList<>();
    for (int i = 0; i < alternatives.size() - 1; i++) {
      int split = emit(SPLIT, length + 1, 0, 0, direction);
      add(alternatives.get(i), direction);
      exits.add(emit(JUMP, 0, 0, 0, direction));
      code[split * WIDTH + 2] = length;
    }
    add(alternatives.getLast(), direction);
    for (int exit : exits) {
      code[exit * WIDTH + 1] = length;
    }
  }

  private void repeat(RegexpNode.Repeat repeat, int direction) throws RegexpException {
    if (repeat.body() instanceof RegexpNode.Chars(var set) && repeat.greedy()) {
      emit(MANY, set(set), repeat.least(), repeat.most(), direction);
      return;
    }
    for (int i = 0; i < repeat.least(); i++) {
      round(repeat, direction);
    }
    boolean endless = repeat.most() == RegexpNode.UNBOUNDED;
    if (endless && direction > 0 && repeat.body() instanceof RegexpNode.Chars(var set)) {
      emit(JUMP, length + 2, 0, 0, direction);
      int further = emit(CHARS, set(set), 0, 0, direction);
      emit(FEW, set(set), further, 0, direction);
      return;
    }
    if (repeat.most() == RegexpNode.UNBOUNDED) {
      int split = emit(SPLIT, 0, 0, 0, direction);
      optionalRound(repeat, direction);
      emit(JUMP, split, 0, 0, direction);
      aim(split, repeat.greedy(), length);
      return;
    }
    List<Integer> splits = new ArrayList<>();
    for (int i = repeat.least(); i < repeat.most(); i++) {
      splits.add(emit(SPLIT, 0, 0, 0, direction));
      optionalRound(repeat, direction);
    }
    for (int split : splits) {
      aim(split, repeat.greedy(), length);
    }
  }

  private void aim(int split, boolean greedy, int exit) {
    code[split * WIDTH + 1] = greedy ? split + 1 : exit;
    code[split * WIDTH + 2] = greedy ? exit : split + 1;
  }

  /// A round that may be left out must not be empty, or it would be repeated for ever.
  private void optionalRound(RegexpNode.Repeat repeat, int direction) throws RegexpException {
    if (!repeat.body().mayBeEmpty()) {
      round(repeat, direction);
      return;
    }
    int slot = slots++;
    emit(SAVE, slot, 0, 0, direction);
    round(repeat, direction);
    emit(MOVED, slot, 0, 0, direction);
  }

  private void round(RegexpNode.Repeat repeat, int direction) throws RegexpException {
    if (repeat.groupsTo() > repeat.groupsFrom()) {
      emit(FORGET, 2 * repeat.groupsFrom(), 2 * repeat.groupsTo(), 0, direction);
    }
    add(repeat.body(), direction);
  }

  /// Returns what must stand at the position with which the search goes on at an instruction, or
  /// `null` if that is not easily seen.
  @Nullable CharSet follow(int pc) {
    int next = pc;
    while (operation(next) == SAVE) {
      next++;
    }
    boolean reads = operation(next) == CHARS && direction(next) > 0;
    return reads ? set(next) : null;
  }

  /// Returns the place that an [#ASSERT] asks for.
  Place place(int pc) {
    return places.get(a(pc));
  }
}
