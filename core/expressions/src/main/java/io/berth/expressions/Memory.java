// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

/// Counts what the values of one evaluation take up, so that a small expression cannot fill the
/// heap.
///
/// The measure is that of GitHub's runner (src/Sdk/Expressions/Sdk/EvaluationMemory.cs): two bytes
/// a character, a fixed sum for everything else, and what led to a primitive result is forgotten.
final class Memory {

  private static final int TEXT = 26;
  private static final int OBJECT = 24;
  private static final int REFERENCE = 8;

  private final long limit;
  private final String source;
  private long used;

  Memory(long limit, String source) {
    this.limit = limit;
    this.source = source;
  }

  /// Returns what counts before a node is evaluated; [#settle] takes it back.
  long used() {
    return used;
  }

  /// Counts the value of a node.
  ///
  /// @param before what [#used] said before the node was evaluated
  void settle(long before, Value value) {
    if (value.kind().isPrimitive()) {
      used = before;
    }
    used += value instanceof Value.StringValue(var text) ? TEXT + 2L * text.length() : OBJECT;
    check(used);
  }

  /// Counts the references of an array that a filter made.
  void filtered(int items) {
    used += (long) REFERENCE * items;
    check(used);
  }

  /// Returns a meter for a text that a function builds and that is not a value yet.
  Meter unaccounted() {
    return new Meter();
  }

  private void check(long bytes) {
    if (bytes > limit) {
      throw ExpressionException.evaluation(
          "The maximum allowed memory size was exceeded while evaluating the following expression: "
              + source,
          0);
    }
  }

  /// Counts one text while it grows.
  final class Meter {

    private long bytes;

    void add(int characters) {
      bytes += 2L * characters;
      check(bytes);
    }
  }
}
