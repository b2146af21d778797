// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pattern of an event filter. `*` stands for characters of one name, `**` for any characters, a
/// leading `**/` also for no folder at all; `?` and `+` repeat the character before them, `[ab-z]`
/// is one of several, a backslash takes the next character as it is. A leading `!` negates.
///
/// Matching takes time in proportion to pattern times text, whatever the pattern.
public final class Glob {

  private final String source;
  private final boolean negative;
  private final List<Token> tokens = new ArrayList<>();
  private @Nullable String problem;

  private Glob(String source) {
    this.source = source;
    this.negative = source.startsWith("!");
    read(negative ? 1 : 0);
  }

  private sealed interface Token {

    /// One character that is among these pairs of first and last.
    record OneOf(String ranges, Repeat repeat) implements Token {
      boolean accepts(char c) {
        for (int i = 0; i < ranges.length(); i += 2) {
          if (ranges.charAt(i) <= c && c <= ranges.charAt(i + 1)) {
            return true;
          }
        }
        return false;
      }
    }

    record Name() implements Token {}

    record Anything() implements Token {}

    record Folders() implements Token {}
  }

  private enum Repeat {
    ONCE,
    OPTIONAL,
    MANY
  }

  /// Reads a pattern. A malformed one matches nothing; [#problem] says why.
  public static Glob of(String pattern) {
    return new Glob(pattern);
  }

  /// Returns what is wrong with the pattern, or `null` if nothing is.
  public @Nullable String problem() {
    return problem;
  }

  /// Returns whether the pattern begins with `!`.
  public boolean isNegative() {
    return negative;
  }

  /// Returns the pattern as it was written.
  public String source() {
    return source;
  }

  /// Returns whether the pattern, without a leading `!`, stands for the whole of a text.
  public boolean matches(String text) {
    if (problem != null) {
      return false;
    }
    boolean[] reached = new boolean[text.length() + 1];
    reached[0] = true;
    for (Token token : tokens) {
      reached = after(token, reached, text);
    }
    return reached[text.length()];
  }

  private static boolean[] after(Token token, boolean[] before, String text) {
    boolean[] after = new boolean[before.length];
    boolean any = false;
    for (int i = 0; i < before.length; i++) {
      boolean stepped = i > 0 && after[i - 1];
      char last = i > 0 ? text.charAt(i - 1) : '/';
      after[i] =
          switch (token) {
            case Token.Name() -> before[i] || (stepped && last != '/');
            case Token.Anything() -> before[i] || stepped;
            case Token.Folders() -> before[i] || (any && last == '/');
            case Token.OneOf one -> {
              boolean from = i > 0 && (before[i - 1] || (one.repeat == Repeat.MANY && stepped));
              yield (from && one.accepts(last)) || (one.repeat == Repeat.OPTIONAL && before[i]);
            }
          };
      any |= before[i];
    }
    return after;
  }

  private void read(int from) {
    int at = from;
    while (at < source.length() && problem == null) {
      at = readToken(at);
    }
    if (source.length() == from) {
      problem = "the pattern is empty";
    }
  }

  private int readToken(int at) {
    char c = source.charAt(at);
    return switch (c) {
      case '*' -> readStar(at);
      case '[' -> readSet(at);
      case '?' -> repeat(Repeat.OPTIONAL, at);
      case '+' -> repeat(Repeat.MANY, at);
      case '\\' -> readEscaped(at);
      default -> addLiteral(c, at + 1);
    };
  }

  private int readEscaped(int at) {
    if (at + 1 == source.length()) {
      problem = "nothing follows the backslash";
      return at + 1;
    }
    return addLiteral(source.charAt(at + 1), at + 2);
  }

  private int addLiteral(char c, int next) {
    tokens.add(new Token.OneOf("" + c + c, Repeat.ONCE));
    return next;
  }

  private int readStar(int at) {
    if (at + 1 == source.length() || source.charAt(at + 1) != '*') {
      tokens.add(new Token.Name());
      return at + 1;
    }
    boolean first = at == 0 || source.charAt(at - 1) == '/' || (negative && at == 1);
    if (first && at + 2 < source.length() && source.charAt(at + 2) == '/') {
      tokens.add(new Token.Folders());
      return at + 3;
    }
    tokens.add(new Token.Anything());
    return at + 2;
  }

  private int readSet(int at) {
    int close = source.indexOf(']', at + 1);
    if (close < 0) {
      problem = "`[` at character " + (at + 1) + " is never closed";
      return source.length();
    }
    var ranges = new StringBuilder();
    for (int i = at + 1; i < close; i++) {
      char first = source.charAt(i);
      if (i + 2 < close && source.charAt(i + 1) == '-') {
        ranges.append(first).append(source.charAt(i + 2));
        i += 2;
      } else {
        ranges.append(first).append(first);
      }
    }
    if (ranges.isEmpty()) {
      problem = "`[]` at character " + (at + 1) + " holds no character";
    }
    tokens.add(new Token.OneOf(ranges.toString(), Repeat.ONCE));
    return close + 1;
  }

  private int repeat(Repeat repeat, int at) {
    if (!tokens.isEmpty()
        && tokens.getLast() instanceof Token.OneOf(var ranges, var before)
        && before == Repeat.ONCE) {
      tokens.set(tokens.size() - 1, new Token.OneOf(ranges, repeat));
      return at + 1;
    }
    problem =
        "`"
            + source.charAt(at)
            + "` at character "
            + (at + 1)
            + " repeats what stands before it, and no single character does";
    return at + 1;
  }
}
