// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.util.Map;
import java.util.Set;

/// The names that an expression may use at the place where it stands.
///
/// @param contexts the contexts, in lower case, for example `github`
/// @param functions the functions beyond the built-in ones, by name in lower case
public record Names(Set<String> contexts, Map<String, Arity> functions) {

  public Names {
    contexts = Set.copyOf(contexts);
    functions = Map.copyOf(functions);
  }

  /// How many arguments a function takes.
  ///
  /// @param min the fewest
  /// @param max the most, at most 255
  public record Arity(int min, int max) {}
}
