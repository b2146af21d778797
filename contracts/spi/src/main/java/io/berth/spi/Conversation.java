// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.io.IOException;

/// A command on a terminal of its own, for a person to talk with. What it shows is its output.
@Experimental
public interface Conversation extends Execution {

  /// Types. Waits while the command has not read what was typed before.
  ///
  /// @throws IOException if nobody is left to read it
  void type(byte[] keys) throws IOException;

  /// Gives the terminal another size.
  void resize(int columns, int rows);
}
