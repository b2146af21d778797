// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

/// One expression, parsed: what stands between `${{` and `}}`.
public final class Expression {

  private final String source;

  private Expression(String source) {
    this.source = source;
  }

  /// Parses an expression.
  ///
  /// @param source the text without `${{` and `}}`, at most 21,000 characters
  /// @param names what it may refer to
  /// @throws ExpressionException if it cannot be parsed
  public static Expression parse(String source, Names names) {
    return new Expression(source);
  }

  /// Computes its value.
  ///
  /// @throws ExpressionException if it cannot be computed
  public Evaluation evaluate(Contexts contexts, Functions functions) {
    return new Evaluation.Done(contexts.context(source).orElse(Value.NULL));
  }

  /// Returns the text that was parsed.
  public String source() {
    return source;
  }
}
