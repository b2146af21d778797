// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.engine.output.Masker;
import io.berth.model.BerthException;
import io.berth.plugin.PluginConnect;
import io.berth.plugin.PluginConnect.Way;
import io.berth.plugin.PluginFacts;
import io.berth.plugin.Plugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/// `berth plugin list`: the plugins that are configured and how they are, and the programs that
/// lie where plugins do and are not enabled. It starts none of them.
final class PluginListCommand implements Command {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Override
  public void declare(Options options) {
    options.flag("print one JSON object", "--json");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) throws InterruptedException {
    Map<String, ConfiguredBackend> configured = Configuration.backends(invocation);
    Plugins plugins = PluginBackends.plugins(invocation, new Masker());
    List<PluginsReport.Configured> rows = new ArrayList<>();
    for (ConfiguredBackend backend : configured.values()) {
      rows.add(
          new PluginsReport.Configured(
              backend.name(),
              where(backend.connect()),
              backend.connect().protocol() == PluginConnect.Protocol.BERTH
                  ? "berth"
                  : "forgejo-v1alpha",
              state(backend, plugins, invocation)));
    }
    Path file = Configuration.file(invocation);
    var report =
        new PluginsReport(
            file == null ? "" : file.toString(), rows, FoundPlugins.of(invocation, configured));
    invocation
        .out()
        .print(
            Options.has(line, "--json")
                ? report.json()
                : report.text(Colours.theme(line, invocation, invocation.tty().out())));
    return 0;
  }

  static String where(PluginConnect connect) {
    return switch (connect.way()) {
      case Way.At(var address) -> address.toString();
      case Way.Run run -> String.join(" ", run.command());
    };
  }

  /// Asks a plugin that somebody else runs. One that Berth runs is looked at and not started.
  private static String state(ConfiguredBackend backend, Plugins plugins, Invocation invocation)
      throws InterruptedException {
    try {
      return switch (backend.connect().way()) {
        case Way.At _ -> {
          PluginFacts.Condition condition =
              plugins
                  .facts(backend.name(), backend.connect().waiting(PATIENCE), backend.settings())
                  .condition();
          yield condition.state().name().toLowerCase(Locale.ROOT)
              + (condition.problem().isEmpty() ? "" : ": " + condition.problem());
        }
        case Way.Run run -> {
          Plugins.checkPinned(backend.name(), run);
          yield isThere(run.command().getFirst(), invocation)
              ? "started when it is used"
              : "its program is not there";
        }
      };
    } catch (BerthException e) {
      return "unavailable: " + e.errors().getFirst().problem();
    }
  }

  private static boolean isThere(String program, Invocation invocation) {
    if (program.indexOf('/') >= 0) {
      return Files.isExecutable(invocation.directory().resolve(program));
    }
    String path = invocation.variable("PATH");
    for (String folder : (path == null ? "/usr/bin:/bin" : path).split(":", -1)) {
      if (Files.isExecutable(invocation.directory().resolve(folder).resolve(program))) {
        return true;
      }
    }
    return false;
  }
}
