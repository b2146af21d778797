// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.ExecSpec;
import java.io.IOException;

/// What a [Place] implements that can start a command on a terminal.
public interface Terminals {

  /// Starts a command on a terminal of its own.
  ///
  /// @throws IOException if there is no terminal left
  Talking converse(ExecSpec spec, int columns, int rows) throws IOException;

  /// A command with a terminal, which goes with it.
  interface Talking extends Running {

    /// Gives it keys.
    void type(byte[] keys) throws IOException;

    /// Tells it how large the terminal is now.
    void resize(int columns, int rows);
  }
}
