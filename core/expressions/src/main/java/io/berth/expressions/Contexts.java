// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.util.Optional;

/// The values of the contexts during one evaluation.
public interface Contexts {

  /// Returns a context, or empty if there is none of this name, which the language reads as null.
  ///
  /// @param name the name in lower case, for example `github`
  Optional<Value> context(String name);
}
