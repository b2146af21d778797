// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

/// What came of evaluating: a value, or a fact that has to be learned first.
public sealed interface Evaluation {

  /// The evaluation is complete.
  ///
  /// @param value its result
  record Done(Value value) implements Evaluation {}

  /// The evaluation cannot go on without a fact. Learn it and evaluate again.
  ///
  /// @param fact what has to be learned
  record Needs(Fact fact) implements Evaluation {}
}
