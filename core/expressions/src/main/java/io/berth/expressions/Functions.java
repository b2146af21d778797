// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.util.List;

/// The functions beyond the built-in ones during one evaluation: `success`, `hashFiles` and so on.
public interface Functions {

  /// Calls a function.
  ///
  /// @param name the name in lower case, one of [Names#functions]
  /// @param arguments the values of its arguments, as many as its arity allows
  /// @throws ExpressionException if it cannot be computed from these arguments
  Evaluation call(String name, List<Value> arguments);
}
