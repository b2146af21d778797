// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.engine.output.Masker;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.plugin.PluginConnect;
import io.berth.plugin.Plugins;
import io.berth.spi.Backend;
import io.berth.spi.BackendFactory;
import io.berth.spi.Backends;
import io.berth.spi.Setting;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The backends that are found only when they are named: plugins, those that are configured or
/// `plugin:` with an address or a command, and `docker://` with an image.
final class PluginBackends implements Backends.Others {

  /// What stands before an address or a command.
  static final String PREFIX = "plugin:";

  /// Environments that `exec` makes belong to it, whatever plugin makes them.
  private static final String RUNNER = "exec";

  private final Plugins plugins;
  private final Invocation invocation;

  /// @param masker hides secrets in what plugins say
  PluginBackends(Invocation invocation, Masker masker) {
    this.invocation = invocation;
    this.plugins = plugins(invocation, masker);
  }

  static Plugins plugins(Invocation invocation, Masker masker) {
    var log =
        new PluginLogFile(
            Folders.of(invocation).state().resolve("plugins"), masker, InstantSource.system());
    return new Plugins(invocation.env(), log, RUNNER);
  }

  @Override
  public List<String> ids() {
    List<String> ids = new ArrayList<>(Configuration.backends(invocation).keySet());
    ids.add(BuiltInBackends.IMAGE + "IMAGE");
    ids.add(PREFIX + "ADDRESS");
    ids.add(PREFIX + "COMMAND");
    return ids;
  }

  @Override
  public Optional<BackendFactory> find(String id) {
    Optional<BackendFactory> ofImage = BuiltInBackends.ofImage(id, invocation);
    if (ofImage.isPresent()) {
      return ofImage;
    }
    if (!id.startsWith(PREFIX)) {
      ConfiguredBackend configured = Configuration.backends(invocation).get(id);
      return configured == null
          ? Optional.empty()
          : Optional.of(new Factory(id, id, configured.connect(), configured.settings()));
    }
    String text = id.substring(PREFIX.length());
    if (text.isBlank()) {
      throw usage("`--backend plugin:` names neither an address nor a command");
    }
    try {
      return Optional.of(new Factory(id, "plugin", PluginConnect.of(text), Setting.Section.EMPTY));
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private static BerthException usage(String problem) {
    return new BerthException(
        BerthError.of(
            ErrorCode.USAGE,
            problem,
            "write `--backend plugin:unix:///path`, or `--backend 'plugin:PROGRAM ARGUMENTS'`"));
  }

  /// Connects one plugin.
  private final class Factory implements BackendFactory {

    private final String id;
    private final String name;
    private final PluginConnect connect;
    private final Setting.Section settings;

    Factory(String id, String name, PluginConnect connect, Setting.Section settings) {
      this.settings = settings;
      this.id = id;
      this.name = name;
      this.connect = connect;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public Backend create(Setting.Section configuration) {
      try {
        return plugins.open(
            name, connect, configuration.entries().isEmpty() ? settings : configuration);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BerthException(
            BerthError.of(
                ErrorCode.BACKEND_UNAVAILABLE,
                "connecting plugin `" + name + "` was cut short",
                null));
      }
    }
  }
}
