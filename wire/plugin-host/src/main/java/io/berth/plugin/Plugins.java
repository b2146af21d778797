// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Backend;
import io.berth.spi.Setting;
import java.time.InstantSource;
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

  /// Connects a plugin to ask it what it is, and leaves it again.
  ///
  /// @throws BerthException as [#open]
  public PluginFacts facts(String name, PluginConnect connect, Setting.Section configuration)
      throws InterruptedException {
    Backend opened = open(name, connect, configuration);
    try {
      return opened instanceof AlphaClient alpha ? alpha.facts() : ((RemoteBackend) opened).facts();
    } finally {
      opened.close();
    }
  }

  /// Looks whether a program is the one that the configuration pins.
  ///
  /// @throws BerthException B2002 if it is another
  public static void checkPinned(String name, PluginConnect.Way.Run run) {
    PluginProgram.checkDigest(name, run);
  }

  /// What Forgejo's runner starts itself it does not: its plugins are servers.
  private static Backend alpha(String name, PluginConnect connect, AlphaSettings settings)
      throws InterruptedException {
    return switch (connect.way()) {
      case PluginConnect.Way.At(PluginAddress address) ->
          AlphaClient.connect(
              name, Endpoint.of(name, address, connect), settings, connect.patience());
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
              new DirectLink(Endpoint.of(name, address, connect));
          case PluginConnect.Way.Run run ->
              ManagedLink.start(
                  name, PluginProgram.of(run, env, runner), log, InstantSource.system());
        };
    return RemoteBackend.over(
        link, new RemoteBackend.Settled(name, runner, configuration, connect.patience()));
  }
}
