// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON by recursive descent.
final class JsonReader {

  private static final int MAX_DEPTH = 100;

  private final String text;
  private final boolean asLanguage;
  private int at;
  private int depth;

  private JsonReader(String text, boolean asLanguage) {
    this.text = text;
    this.asLanguage = asLanguage;
  }

  static Value parse(String text) {
    return new JsonReader(text, false).document();
  }

  /// Reads as the language's `fromJSON`: comments may stand where white space may, and of names
  /// that differ in case only the first stays.
  static Value fromJson(String text) {
    return new JsonReader(text, true).document();
  }

  private Value document() {
    skipSpace();
    if (at == text.length()) {
      throw new JsonException("empty input");
    }
    Value value = value();
    skipSpace();
    if (at < text.length()) {
      throw problem("expected the end but found `" + found() + "`");
    }
    return value;
  }

  private Value value() {
    if (at == text.length()) {
      throw problem("expected a value but found the end");
    }
    return switch (text.charAt(at)) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> Value.of(string());
      case 't' -> word("true", Value.of(true));
      case 'f' -> word("false", Value.of(false));
      case 'n' -> word("null", Value.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw problem("expected a value but found `" + found() + "`");
    };
  }

  private Value word(String word, Value value) {
    if (!text.startsWith(word, at)) {
      throw problem("expected `" + word + "`");
    }
    at += word.length();
    return value;
  }

  private Value object() {
    open();
    Map<String, Value> members = new LinkedHashMap<>();
    Map<String, String> firstNames = asLanguage ? new HashMap<>() : Map.of();
    if (!closes('}')) {
      do {
        skipSpace();
        if (at == text.length() || text.charAt(at) != '"') {
          throw problem("expected a name in double quotes");
        }
        String name = string();
        skipSpace();
        expect(':');
        skipSpace();
        Value value = value();
        if (!asLanguage
            || firstNames.merge(OrdinalCase.upper(name), name, (a, b) -> a).equals(name)) {
          members.put(name, value);
        }
      } while (continues('}'));
    }
    depth--;
    return Value.object(members);
  }

  private Value array() {
    open();
    List<Value> items = new ArrayList<>();
    if (!closes(']')) {
      do {
        skipSpace();
        items.add(value());
      } while (continues(']'));
    }
    depth--;
    return Value.array(items);
  }

  private void open() {
    depth++;
    if (depth > MAX_DEPTH) {
      throw problem("nested deeper than " + MAX_DEPTH);
    }
    at++;
  }

  private boolean closes(char end) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == end) {
      at++;
      return true;
    }
    return false;
  }

  private boolean continues(char end) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == ',') {
      at++;
      return true;
    }
    expect(end);
    return false;
  }

  private void expect(char unit) {
    if (at == text.length()) {
      throw problem("expected `" + unit + "` but found the end");
    }
    if (text.charAt(at) != unit) {
      throw problem("expected `" + unit + "` but found `" + found() + "`");
    }
    at++;
  }

  private Value number() {
    int start = at;
    if (text.charAt(at) == '-') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '0') {
      at++;
    } else {
      digits();
    }
    int afterWhole = at;
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
    }
    if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      digits();
    }
    if (at == afterWhole && at - start < 16 && text.charAt(start) != '-') {
      return Value.of((double) Long.parseLong(text, start, at, 10));
    }
    return Value.of(Double.parseDouble(text.substring(start, at)));
  }

  private void digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw problem("expected a digit");
    }
  }

  private String string() {
    at++;
    int start = at;
    StringBuilder unescaped = null;
    while (at < text.length()) {
      char unit = text.charAt(at);
      if (unit == '"') {
        String tail = text.substring(start, at);
        at++;
        return unescaped == null ? tail : unescaped.append(tail).toString();
      }
      if (unit < ' ') {
        throw problem("a control character has to be escaped in a string");
      }
      if (unit == '\\') {
        if (unescaped == null) {
          unescaped = new StringBuilder();
        }
        unescaped.append(text, start, at).append(escape());
        start = at;
      } else {
        at++;
      }
    }
    throw problem("a string is not closed");
  }

  private char escape() {
    if (at + 1 == text.length()) {
      throw problem("a string is not closed");
    }
    char unit = text.charAt(at + 1);
    char meaning =
        switch (unit) {
          case '"', '\\', '/' -> unit;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'u' -> unicode();
          default -> throw problem("`\\" + unit + "` is no escape");
        };
    at += unit == 'u' ? 6 : 2;
    return meaning;
  }

  private char unicode() {
    int unit = 0;
    for (int index = at + 2; index < at + 6; index++) {
      int digit = index < text.length() ? hexDigit(text.charAt(index)) : -1;
      if (digit < 0) {
        throw problem("`\\u` needs four hexadecimal digits");
      }
      unit = unit * 16 + digit;
    }
    return (char) unit;
  }

  private static int hexDigit(char unit) {
    return unit < 0x80 ? Character.digit(unit, 16) : -1;
  }

  private void skipSpace() {
    while (at < text.length()) {
      char unit = text.charAt(at);
      if (unit == ' ' || unit == '\n' || unit == '\r' || unit == '\t') {
        at++;
      } else if (unit == '/' && asLanguage) {
        skipComment();
      } else {
        return;
      }
    }
  }

  private void skipComment() {
    boolean line = text.startsWith("//", at);
    if (!line && !text.startsWith("/*", at)) {
      throw problem("expected a value but found `/`");
    }
    int end = text.indexOf(line ? "\n" : "*/", at + 2);
    if (end < 0 && !line) {
      throw problem("a comment is not closed");
    }
    at = end < 0 ? text.length() : end + (line ? 1 : 2);
  }

  private String found() {
    return Character.toString(text.codePointAt(at));
  }

  private JsonException problem(String problem) {
    int line = 1;
    int lineStart = 0;
    int end = Math.min(at, text.length());
    for (int index = 0; index < end; index++) {
      if (text.charAt(index) == '\n') {
        line++;
        lineStart = index + 1;
      }
    }
    return new JsonException(problem, line, end - lineStart + 1);
  }
}
