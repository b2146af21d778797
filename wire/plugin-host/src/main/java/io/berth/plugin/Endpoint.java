// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.sdk.tls.Identity;
import io.berth.sdk.tls.Pem;
import io.berth.sdk.tls.SecretFile;
import io.berth.sdk.tls.Trust;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a connection is made to, and with what.
///
/// @param address where
/// @param token what the plugin wants to see, or `null` if it wants nothing
/// @param tls who both sides are, or `null` if nothing is encrypted
/// @param serverName what the plugin's certificate names
public record Endpoint(
    PluginAddress address, @Nullable String token, @Nullable SslContext tls, String serverName) {

  /// Returns one without TLS.
  public static Endpoint open(PluginAddress address, @Nullable String token) {
    return new Endpoint(address, token, null, "localhost");
  }

  /// Returns that of a plugin that somebody else runs, with what its files say.
  ///
  /// @param name of the backend
  /// @throws BerthException B2002 if a file that is needed is not named, or cannot be used
  public static Endpoint of(String name, PluginAddress address, PluginConnect connect) {
    try {
      Path tokenFile = connect.tokenFile();
      String token = tokenFile == null ? null : SecretFile.token(tokenFile);
      return address instanceof PluginAddress.Tls tls
          ? encrypted(tls, token, connect.certificates())
          : open(address, token);
    } catch (IOException e) {
      throw new BerthException(
          List.of(
              BerthError.of(
                  ErrorCode.CONFIGURATION_INVALID,
                  "backend `" + name + "`: " + e.getMessage(),
                  "check `connect` of backend `" + name + "`")),
          e);
    }
  }

  private static Endpoint encrypted(
      PluginAddress.Tls address, @Nullable String token, PluginConnect.@Nullable Certificates files)
      throws IOException {
    if (files == null) {
      throw new IOException(
          "`" + address + "` needs certificates on both sides: give `ca`, `cert` and `key`");
    }
    String serverName = files.serverName();
    return new Endpoint(
        address,
        token,
        Trust.client(
            Identity.read(files.certificate(), files.key()), Pem.certificates(files.authority())),
        serverName == null ? address.host() : serverName);
  }

  /// Names no token.
  @Override
  public String toString() {
    return address.toString();
  }
}
