// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/// What a connection is made to, and with what.
///
/// @param address where
/// @param token what the plugin wants to see, or `null` if it wants nothing
/// @param tls who both sides are, or `null` if nothing is encrypted
/// @param serverName what the plugin's certificate names
record Endpoint(
    PluginAddress address, @Nullable String token, @Nullable SslContext tls, String serverName) {

  static Endpoint open(PluginAddress address, @Nullable String token) {
    return new Endpoint(address, token, null, "localhost");
  }

  /// Names no token.
  @Override
  public String toString() {
    return address.toString();
  }
}
