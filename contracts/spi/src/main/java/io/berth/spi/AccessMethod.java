// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A way into an environment besides its own calls.
///
/// Whether it is a socket in a folder, TCP with TLS or a tunnel is its own secret. It is valid for
/// the environment that offered it, and no longer than that lives.
@Experimental
public interface AccessMethod {

  /// What is spoken on it.
  enum Kind {
    /// The HTTP interface of Docker and Podman.
    DOCKER,
    /// SSH, with the keys of the host known.
    SSH
  }

  /// The name that the backend gave it, unique within the environment.
  String name();

  /// What is spoken on it.
  Kind kind();

  /// Returns what another process needs to reach it, or `null` if only this one can.
  default @Nullable Reach reach() {
    return null;
  }

  /// Opens a connection.
  ///
  /// @throws IOException if nobody answers
  DuplexStream dial() throws IOException;
}
