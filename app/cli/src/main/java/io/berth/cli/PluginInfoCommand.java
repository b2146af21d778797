// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.engine.output.Masker;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.plugin.PluginConnect;
import io.berth.plugin.PluginFacts;
import io.berth.spi.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/// `berth plugin info`: what one plugin says of itself.
final class PluginInfoCommand implements Command {

  /// A person waits.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// What no backend of the configuration can be called.
  private static final String UNNAMED = "plugin";

  @Override
  public void declare(Options options) {
    options
        .parameter(
            "1",
            "NAME|ADDRESS|COMMAND",
            "a backend of the configuration, where a plugin is, or what starts one")
        .flag("print one JSON object", "--json");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) throws InterruptedException {
    String text = line.matchedPositionalValue(0, "");
    ConfiguredBackend asked = asked(text, invocation);
    PluginFacts facts =
        PluginBackends.plugins(invocation, new Masker())
            .facts(asked.name(), asked.connect().waiting(PATIENCE), asked.settings());
    var report =
        new FactsReport(
            facts, asked.name().equals(UNNAMED) ? text : PluginListCommand.where(asked.connect()));
    invocation.out().print(Options.has(line, "--json") ? report.json() : report.text());
    return 0;
  }

  private static ConfiguredBackend asked(String text, Invocation invocation) {
    Map<String, ConfiguredBackend> configured = Configuration.backends(invocation);
    ConfiguredBackend known = configured.get(text);
    if (known != null) {
      return known;
    }
    if (text.indexOf('/') < 0 && text.indexOf(' ') < 0) {
      throw new BerthException(
          new BerthError(
              ErrorCode.USAGE,
              "there is no backend `" + text + "` in the configuration",
              "look at `berth plugin list`; an address has `://`, and a command a `/` or a space",
              null,
              NearMiss.of(text, List.copyOf(configured.keySet()))));
    }
    try {
      return new ConfiguredBackend(UNNAMED, PluginConnect.of(text), Setting.Section.EMPTY);
    } catch (IllegalArgumentException e) {
      throw new BerthException(
          BerthError.of(ErrorCode.USAGE, String.valueOf(e.getMessage()), null));
    }
  }
}
