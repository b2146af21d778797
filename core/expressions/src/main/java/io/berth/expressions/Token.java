// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

/// One token of an expression.
///
/// @param kind what it is
/// @param raw its characters
/// @param index where it starts, counted from 0
/// @param value what a literal stands for, else null of the language
record Token(Kind kind, String raw, int index, Value value) {

  enum Kind {
    LEFT_PARENTHESIS,
    RIGHT_PARENTHESIS,
    LEFT_BRACKET,
    RIGHT_BRACKET,
    COMMA,
    DOT,
    STAR,
    NOT,
    NOT_EQUAL,
    EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    AND,
    OR,
    LITERAL,
    NAME,
    END
  }

  int position() {
    return index + 1;
  }
}
