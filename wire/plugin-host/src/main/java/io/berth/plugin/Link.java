// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.grpc.StatusException;

/// What leads to a plugin, whichever process and connection that is just now.
interface Link extends AutoCloseable {

  /// Returns the connection to use.
  ///
  /// @throws StatusException UNAVAILABLE while there is none
  /// @throws io.berth.model.BerthException if there will be none
  PluginConnection connection() throws StatusException;

  /// Gives up a connection on which nothing is heard any more; all its calls fail.
  void renew(PluginConnection dead);

  /// Nothing was heard for as long as one can wait.
  void giveUp(PluginConnection dead);

  @Override
  void close();
}
