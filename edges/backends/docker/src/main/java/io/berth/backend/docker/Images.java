// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.spi.RegistryCredential;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Where the images of an engine come from. What a policy decides, when to pull, from where and
/// with whose credentials, is decided behind this.
interface Images {

  /// Returns an image once the engine has it, and tells what it takes in the log of the set-up.
  ///
  /// @param name as somebody wrote it
  /// @param credential what opens the registry, or `null` if nothing was given
  /// @throws IOException if it cannot be had; the message says why
  Image present(String name, @Nullable RegistryCredential credential)
      throws IOException, InterruptedException;
}
