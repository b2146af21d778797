// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

/// Reads what stands between `[` and `]`.
final class RegexpClass {

  private final Escapes escapes;
  private final String text;
  private final int start;
  private int at;

  /// Reads an escape.
  @FunctionalInterface
  interface Escapes {
    Read read(int at) throws RegexpException;
  }

  /// @param set the characters that are meant
  /// @param end the position behind
  record Read(CharSet set, int end) {}

  /// @param start the position behind `[`
  RegexpClass(Escapes escapes, String text, int start) {
    this.escapes = escapes;
    this.text = text;
    this.start = start;
    this.at = start;
  }

  Read read() throws RegexpException {
    var set = new CharSet.Builder();
    boolean negated = at < text.length() && text.charAt(at) == '^';
    at += negated ? 1 : 0;
    while (true) {
      if (at >= text.length()) {
        throw new RegexpException("`[` without `]`", start - 1);
      }
      if (text.charAt(at) == ']') {
        CharSet all = set.build();
        return new Read(negated ? all.complement() : all, at + 1);
      }
      char first = text.charAt(at);
      boolean single = first != '\\' || !isSet(at + 1);
      CharSet one = member();
      boolean range = single && at + 1 < text.length() && text.charAt(at) == '-';
      if (!range || text.charAt(at + 1) == ']' || startsSet(at + 1)) {
        set.add(one);
        continue;
      }
      at++;
      CharSet other = member();
      int from = one.first();
      int to = other.first();
      if (to < from) {
        throw new RegexpException("a range that runs backwards", at - 1);
      }
      set.add(from, to);
    }
  }

  private CharSet member() throws RegexpException {
    if (text.charAt(at) == '\\') {
      Read read = escapes.read(at);
      at = read.end();
      return read.set();
    }
    return CharSet.of(text.charAt(at++));
  }

  private boolean startsSet(int i) {
    return text.charAt(i) == '\\' && isSet(i + 1);
  }

  private boolean isSet(int i) {
    return i < text.length() && "dDwWsS".indexOf(text.charAt(i)) >= 0;
  }
}
