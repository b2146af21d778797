// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads files of names and values: `NAME=VALUE` or `NAME: VALUE` a line, with or without `export`
/// before it; `#` begins a comment.
///
/// A value in single quotes stands for itself; in double quotes, `\n`, `\r`, `\t`, `\"`, `\\` and
/// `\$` are escapes. Both may go over several lines. Without quotes, white space at the ends and a
/// comment behind white space do not belong to the value.
///
/// But in single quotes, `$NAME` and `${NAME}` stand for a value above in the same file. Where none
/// has the name, the characters stay, so that no part of a value is ever lost.
final class ValueFile {

  private final String file;
  private final String text;
  private final List<BerthError> errors;
  private final Map<String, String> values = new LinkedHashMap<>();
  private int position;
  private int line = 1;
  private int lineStart;

  private ValueFile(String file, String text, List<BerthError> errors) {
    this.file = file;
    this.text = text.startsWith("\ufeff") ? text.substring(1) : text;
    this.errors = errors;
  }

  /// Reads a file.
  ///
  /// @param file how it is called in errors
  /// @param errors takes all that is wrong with it
  static Map<String, String> read(String file, String text, List<BerthError> errors) {
    var reading = new ValueFile(file, text, errors);
    while (reading.position < reading.text.length()) {
      reading.entry();
    }
    return reading.values;
  }

  private void entry() {
    skipBlanks();
    if (atEnd() || peek() == '\n' || peek() == '#') {
      skipLine();
      return;
    }
    int start = position;
    while (!atEnd() && peek() != '\n' && peek() != '=' && peek() != ':') {
      position++;
    }
    String name = text.substring(start, position).strip();
    if (name.startsWith("export ")) {
      name = name.substring("export ".length()).strip();
    }
    if (atEnd() || peek() == '\n') {
      fail(start, "`" + name + "` has no value: `NAME=VALUE` was expected");
      skipLine();
      return;
    }
    if (!isName(name)) {
      fail(start, "`" + name + "` is no name of a variable");
      skipLine();
      return;
    }
    position++;
    skipBlanks();
    String value = value();
    if (value != null) {
      values.put(name, value);
    }
  }

  private @Nullable String value() {
    if (atEnd() || (peek() != '"' && peek() != '\'')) {
      return bare();
    }
    SourceSpan place = place(position);
    char quote = peek();
    position++;
    var value = new StringBuilder();
    while (!atEnd() && peek() != quote) {
      char c = next();
      if (quote == '"' && c == '$') {
        value.append(reference(position - 1));
      } else {
        value.append(c == '\\' && quote == '"' && !atEnd() ? escaped(next()) : String.valueOf(c));
      }
    }
    if (atEnd()) {
      fail(place, "the quote that begins here does not end");
      return null;
    }
    position++;
    skipLine();
    return value.toString();
  }

  private static String escaped(char c) {
    return switch (c) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case '"', '\\', '$' -> String.valueOf(c);
      default -> "\\" + c;
    };
  }

  private String bare() {
    int start = position;
    int end = -1;
    while (!atEnd() && peek() != '\n') {
      boolean comment = peek() == '#' && (position == start || isBlank(text.charAt(position - 1)));
      if (comment && end < 0) {
        end = position;
      }
      position++;
    }
    int stop = end < 0 ? position : end;
    var value = new StringBuilder();
    position = start;
    while (position < stop) {
      char c = next();
      value.append(c == '$' ? reference(position - 1) : String.valueOf(c));
    }
    skipLine();
    return value.toString().strip();
  }

  /// Returns what a `$` and the name behind it stand for, and goes behind them.
  private String reference(int dollar) {
    boolean braced = text.startsWith("{", dollar + 1);
    int start = dollar + (braced ? 2 : 1);
    int end = start;
    while (end < text.length()
        && (text.charAt(end) == '_' || Character.isLetterOrDigit(text.charAt(end)))) {
      end++;
    }
    boolean closed = !braced || text.startsWith("}", end);
    String known = closed ? values.get(text.substring(start, end)) : null;
    if (known == null) {
      return "$";
    }
    position = braced ? end + 1 : end;
    return known;
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != '_' && c != '-' && c != '.') {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private void fail(int at, String problem) {
    fail(place(at), problem);
  }

  private void fail(SourceSpan place, String problem) {
    String remedy = "correct the line: one `NAME=VALUE` each, with quotes around what is special";
    errors.add(new BerthError(ErrorCode.USAGE, problem, remedy, place, List.of()));
  }

  private SourceSpan place(int at) {
    return new SourceSpan(file, line, text.codePointCount(lineStart, at) + 1, 1);
  }

  private void skipBlanks() {
    while (!atEnd() && isBlank(peek())) {
      position++;
    }
  }

  private void skipLine() {
    while (!atEnd() && peek() != '\n') {
      position++;
    }
    if (!atEnd()) {
      next();
    }
  }

  private char next() {
    char c = text.charAt(position);
    position++;
    if (c == '\n') {
      line++;
      lineStart = position;
    }
    return c;
  }

  private char peek() {
    return text.charAt(position);
  }

  private boolean atEnd() {
    return position >= text.length();
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }
}
