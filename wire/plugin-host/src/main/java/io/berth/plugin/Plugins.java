// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.model.BerthException;
import io.berth.spi.Setting;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
  public RemoteBackend open(String name, PluginConnect connect, Setting.Section configuration)
      throws InterruptedException {
    @Nullable String token = null;
    Link link =
        switch (connect.way()) {
          case PluginConnect.Way.At(PluginAddress address) ->
              new DirectLink(Endpoint.open(address, token));
          case PluginConnect.Way.Run run ->
              ManagedLink.start(
                  name, PluginProgram.of(run, env, token), log, InstantSource.system());
        };
    return RemoteBackend.over(
        link, new RemoteBackend.Settled(name, runner, configuration, connect.patience()));
  }
}
