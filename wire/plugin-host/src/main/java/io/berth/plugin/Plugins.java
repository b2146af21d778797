// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.sdk.tls.Identity;
import io.berth.sdk.tls.Pem;
import io.berth.sdk.tls.SecretFile;
import io.berth.sdk.tls.Trust;
import io.berth.spi.Backend;
import io.berth.spi.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Connects plugins, those that Berth runs and those that somebody else does.
public final class Plugins {

  private final Map<String, String> env;
  private final PluginLog log;
  private final String runner;

  /// @param env the variables of this process
  /// @param log takes what plugins say
  /// @param runner the installation of Berth: environments belong to it
  public Plugins(Map<String, String> env, PluginLog log, String runner) {
    this.env = Map.copyOf(env);
    this.log = log;
    this.runner = runner;
  }

  /// Connects and configures a plugin.
  ///
  /// @param name what the administrator calls it
  /// @param configuration what is passed on to it
  /// @throws BerthException B2002 if something in the configuration is not accepted, B3001 if
  ///     nobody answers
  public Backend open(String name, PluginConnect connect, Setting.Section configuration)
      throws InterruptedException {
    return switch (connect.protocol()) {
      case BERTH -> remote(name, connect, configuration);
      case FORGEJO_V1ALPHA -> alpha(name, connect, AlphaSettings.of(name, configuration));
    };
  }

  /// What Forgejo's runner starts itself it does not: its plugins are servers.
  private static Backend alpha(String name, PluginConnect connect, AlphaSettings settings) {
    return switch (connect.way()) {
      case PluginConnect.Way.At(PluginAddress address) ->
          AlphaClient.connect(name, endpoint(name, address, connect), settings);
      case PluginConnect.Way.Run _ ->
          throw new BerthException(
              BerthError.of(
                  ErrorCode.CONFIGURATION_INVALID,
                  "backend `"
                      + name
                      + "`: a plugin that speaks `forgejo-v1alpha` is a server and"
                      + " cannot be started by `exec`",
                  "start it as a service, and give its `address`"));
    };
  }

  /// Connects and configures a plugin that speaks Berth's own protocol.
  public RemoteBackend remote(String name, PluginConnect connect, Setting.Section configuration)
      throws InterruptedException {
    Link link =
        switch (connect.way()) {
          case PluginConnect.Way.At(PluginAddress address) ->
              new DirectLink(endpoint(name, address, connect));
          case PluginConnect.Way.Run run ->
              ManagedLink.start(
                  name, PluginProgram.of(run, env, runner), log, InstantSource.system());
        };
    return RemoteBackend.over(
        link, new RemoteBackend.Settled(name, runner, configuration, connect.patience()));
  }

  private static Endpoint endpoint(String name, PluginAddress address, PluginConnect connect) {
    try {
      Path tokenFile = connect.tokenFile();
      String token = tokenFile == null ? null : SecretFile.token(tokenFile);
      if (address instanceof PluginAddress.Tls tls) {
        PluginConnect.Certificates files = connect.certificates();
        if (files == null) {
          throw new IOException(
              "`" + address + "` needs certificates on both sides: give `ca`, `cert` and `key`");
        }
        String serverName = files.serverName();
        return new Endpoint(
            address,
            token,
            Trust.client(
                Identity.read(files.certificate(), files.key()),
                Pem.certificates(files.authority())),
            serverName == null ? tls.host() : serverName);
      }
      return Endpoint.open(address, token);
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
}
