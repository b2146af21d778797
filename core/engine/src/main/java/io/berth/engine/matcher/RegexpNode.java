// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

import java.util.List;

/// A part of a parsed regular expression.
sealed interface RegexpNode {

  /// How often a [Repeat] without an upper bound may repeat.
  int UNBOUNDED = Integer.MAX_VALUE;

  /// One character out of a set.
  record Chars(CharSet set) implements RegexpNode {}

  /// One part after the other; the empty sequence matches nothing at all.
  record Sequence(List<RegexpNode> parts) implements RegexpNode {
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /// The first alternative that leads to a match.
  record Choice(List<RegexpNode> alternatives) implements RegexpNode {
    public Choice {
      alternatives = List.copyOf(alternatives);
    }
  }

  /// Remembers what its body matched.
  ///
  /// @param number counted from 1
  record Capture(int number, RegexpNode body) implements RegexpNode {}

  /// Its body several times.
  ///
  /// @param least at least so often
  /// @param most at most so often
  /// @param greedy whether as often as possible
  /// @param groupsFrom the first group inside, forgotten with each round
  /// @param groupsTo the group after the last inside
  record Repeat(RegexpNode body, int least, int most, boolean greedy, int groupsFrom, int groupsTo)
      implements RegexpNode {}

  /// A place between characters.
  record Assert(Place place) implements RegexpNode {}

  /// Places that can be asserted.
  enum Place {
    BEGIN,
    END,
    WORD_EDGE,
    NO_WORD_EDGE
  }

  /// What stands ahead or behind, without moving on.
  record Look(RegexpNode body, boolean behind, boolean negative) implements RegexpNode {}

  /// What a group matched, again; nothing if it did not match.
  record Again(int number) implements RegexpNode {}

  /// Returns whether it can match without a character.
  default boolean mayBeEmpty() {
    return switch (this) {
      case Chars _ -> false;
      case Sequence(var parts) -> parts.stream().allMatch(RegexpNode::mayBeEmpty);
      case Choice(var alternatives) -> alternatives.stream().anyMatch(RegexpNode::mayBeEmpty);
      case Capture(_, var body) -> body.mayBeEmpty();
      case Repeat repeat -> repeat.least() == 0 || repeat.body().mayBeEmpty();
      case Assert _, Look _, Again _ -> true;
    };
  }

  /// Returns whether it matches at the begin of a text only.
  default boolean isAnchored() {
    return switch (this) {
      case Assert(var place) -> place == Place.BEGIN;
      case Sequence(var parts) -> !parts.isEmpty() && parts.getFirst().isAnchored();
      case Choice(var alternatives) -> alternatives.stream().allMatch(RegexpNode::isAnchored);
      case Capture(_, var body) -> body.isAnchored();
      case Repeat repeat -> repeat.least() > 0 && repeat.body().isAnchored();
      case Chars _, Look _, Again _ -> false;
    };
  }

  /// Adds characters that stand in every match, as far as that is easily seen.
  default void addRequired(StringBuilder required) {
    switch (this) {
      case Chars(var set) when set.isSingle() -> required.append((char) set.first());
      case Sequence(var parts) -> parts.forEach(part -> part.addRequired(required));
      case Capture(_, var body) -> body.addRequired(required);
      case Repeat repeat when repeat.least() > 0 -> repeat.body().addRequired(required);
      case Chars _, Choice _, Repeat _, Assert _, Look _, Again _ -> {}
    }
  }

  /// Adds every character with which it can begin.
  ///
  /// @return whether that is all that can stand at its begin
  default boolean addFirst(CharSet.Builder first) {
    return switch (this) {
      case Chars(var set) -> {
        first.add(set);
        yield true;
      }
      case Sequence(var parts) -> {
        boolean complete = false;
        for (RegexpNode part : parts) {
          complete = part.addFirst(first);
          if (complete) {
            break;
          }
        }
        yield complete;
      }
      case Choice(var alternatives) -> {
        boolean complete = true;
        for (RegexpNode alternative : alternatives) {
          complete &= alternative.addFirst(first);
        }
        yield complete;
      }
      case Capture(_, var body) -> body.addFirst(first);
      case Repeat repeat -> repeat.body().addFirst(first) && repeat.least() > 0;
      case Assert _, Look _ -> false;
      case Again _ -> {
        first.add(Character.MIN_VALUE, Character.MAX_VALUE);
        yield false;
      }
    };
  }
}
