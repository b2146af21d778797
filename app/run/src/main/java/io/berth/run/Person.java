// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import org.jspecify.annotations.Nullable;

/// Somebody at a terminal who can be asked before anything runs.
public interface Person {

  /// Asks for a line that is not shown while it is typed.
  ///
  /// @param question what stands before what is typed
  /// @return what was typed, or `null` if the person ended the input instead
  @Nullable String secret(String question);

  /// Asks for a line.
  ///
  /// @param question what stands before what is typed
  /// @return what was typed, or `null` if the person ended the input instead
  @Nullable String line(String question);

  /// Says something.
  void tell(String text);
}
