// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

/// An expression that cannot be read or computed.
public final class ExpressionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// Where in the life of an expression it went wrong.
  public enum Kind {
    /// A character sequence that is no token.
    LEXING,
    /// Tokens in an order that the grammar does not allow, unknown names, wrong arity.
    PARSING,
    /// A well-formed expression whose value cannot be computed.
    EVALUATION
  }

  private final Kind kind;
  private final int position;

  /// @param kind where it went wrong
  /// @param message the text that GitHub's own evaluator gives, for users search for it
  /// @param position the offending character, counted from 1, or 0 if there is none
  public ExpressionException(Kind kind, String message, int position) {
    super(message);
    this.kind = kind;
    this.position = position;
  }

  static ExpressionException located(
      Kind kind, String problem, String symbol, int position, String source) {
    String message =
        problem
            + ": '"
            + symbol
            + "'. Located at position "
            + position
            + " within expression: "
            + source;
    return new ExpressionException(kind, message, position);
  }

  static ExpressionException evaluation(String message, int position) {
    return new ExpressionException(Kind.EVALUATION, message, position);
  }

  /// Returns where it went wrong.
  public Kind kind() {
    return kind;
  }

  /// Returns the offending character, counted from 1 in the expression, or 0 if there is none.
  public int position() {
    return position;
  }
}
