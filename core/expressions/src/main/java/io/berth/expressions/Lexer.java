// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import io.berth.expressions.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/// Splits an expression into tokens; the last one is always [Kind#END].
final class Lexer {

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> tokens(String source) {
    var lexer = new Lexer(source);
    while (lexer.skipSpace()) {
      lexer.next();
    }
    lexer.tokens.add(new Token(Kind.END, "", source.length(), Value.NULL));
    return lexer.tokens;
  }

  private boolean skipSpace() {
    while (at < source.length() && Whitespace.is(source.charAt(at))) {
      at++;
    }
    return at < source.length();
  }

  private void next() {
    char first = source.charAt(at);
    switch (first) {
      case '(' -> symbol(Kind.LEFT_PARENTHESIS, 1);
      case ')' -> symbol(Kind.RIGHT_PARENTHESIS, 1);
      case '[' -> symbol(Kind.LEFT_BRACKET, 1);
      case ']' -> symbol(Kind.RIGHT_BRACKET, 1);
      case ',' -> symbol(Kind.COMMA, 1);
      case '*' -> symbol(Kind.STAR, 1);
      case '!' -> orEqual(Kind.NOT, Kind.NOT_EQUAL);
      case '<' -> orEqual(Kind.LESS, Kind.LESS_OR_EQUAL);
      case '>' -> orEqual(Kind.GREATER, Kind.GREATER_OR_EQUAL);
      case '=' -> twice(Kind.EQUAL);
      case '&' -> twice(Kind.AND);
      case '|' -> twice(Kind.OR);
      case '\'' -> string();
      case '.' -> dotOrNumber();
      case '+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> name();
    }
  }

  private void symbol(Kind kind, int length) {
    add(kind, length, Value.NULL);
  }

  private void add(Kind kind, int length, Value value) {
    tokens.add(new Token(kind, source.substring(at, at + length), at, value));
    at += length;
  }

  private void orEqual(Kind alone, Kind withEqual) {
    boolean longer = at + 1 < source.length() && source.charAt(at + 1) == '=';
    symbol(longer ? withEqual : alone, longer ? 2 : 1);
  }

  private void twice(Kind kind) {
    if (at + 1 < source.length() && source.charAt(at + 1) == source.charAt(at)) {
      symbol(kind, 2);
      return;
    }
    throw unexpected(endOfWord(at + 1, false));
  }

  private void dotOrNumber() {
    switch (lastKind()) {
      case NAME, RIGHT_BRACKET, RIGHT_PARENTHESIS, STAR -> symbol(Kind.DOT, 1);
      case LEFT_PARENTHESIS, LEFT_BRACKET, COMMA, DOT, LITERAL, END -> number();
      case NOT, NOT_EQUAL, EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, AND, OR ->
          number();
    }
  }

  private void number() {
    int end = endOfWord(at + 1, true);
    double value = NumberText.parse(source.substring(at, end));
    if (Double.isNaN(value)) {
      throw unexpected(end);
    }
    add(Kind.LITERAL, end - at, Value.of(value));
  }

  private void string() {
    int from = at + 1;
    StringBuilder unescaped = null;
    while (true) {
      int quote = source.indexOf('\'', from);
      if (quote < 0) {
        throw unexpected(source.length());
      }
      boolean escaped = quote + 1 < source.length() && source.charAt(quote + 1) == '\'';
      if (!escaped && unescaped == null) {
        add(Kind.LITERAL, quote + 1 - at, Value.of(source.substring(from, quote)));
        return;
      }
      if (unescaped == null) {
        unescaped = new StringBuilder();
      }
      if (!escaped) {
        unescaped.append(source, from, quote);
        add(Kind.LITERAL, quote + 1 - at, Value.of(unescaped.toString()));
        return;
      }
      unescaped.append(source, from, quote + 1);
      from = quote + 2;
    }
  }

  private void name() {
    int end = endOfWord(at + 1, false);
    String word = source.substring(at, end);
    if (!isName(word)) {
      throw unexpected(end);
    }
    if (lastKind() == Kind.DOT) {
      symbol(Kind.NAME, word.length());
      return;
    }
    switch (word) {
      case "true" -> add(Kind.LITERAL, word.length(), Value.of(true));
      case "false" -> add(Kind.LITERAL, word.length(), Value.of(false));
      case "null" -> add(Kind.LITERAL, word.length(), Value.NULL);
      case "NaN" -> add(Kind.LITERAL, word.length(), Value.of(Double.NaN));
      case "Infinity" -> add(Kind.LITERAL, word.length(), Value.of(Double.POSITIVE_INFINITY));
      default -> symbol(Kind.NAME, word.length());
    }
  }

  private Kind lastKind() {
    return tokens.isEmpty() ? Kind.END : tokens.getLast().kind();
  }

  private int endOfWord(int from, boolean dots) {
    int end = from;
    while (end < source.length() && !isBoundary(source.charAt(end), dots)) {
      end++;
    }
    return end;
  }

  private static boolean isBoundary(char unit, boolean dots) {
    return switch (unit) {
      case '(', ')', '[', ']', ',', '!', '<', '>', '=', '&', '|' -> true;
      case '.' -> !dots;
      default -> Whitespace.is(unit);
    };
  }

  private static boolean isName(String word) {
    for (int index = 0; index < word.length(); index++) {
      char unit = word.charAt(index);
      boolean letter = (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z') || unit == '_';
      boolean later = (unit >= '0' && unit <= '9') || unit == '-';
      if (!letter && (index == 0 || !later)) {
        return false;
      }
    }
    return true;
  }

  private ExpressionException unexpected(int end) {
    String symbol = source.substring(at, end);
    return ExpressionException.located(
        ExpressionException.Kind.LEXING, "Unexpected symbol", symbol, at + 1, source);
  }
}
