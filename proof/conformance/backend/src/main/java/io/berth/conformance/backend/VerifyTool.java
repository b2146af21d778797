// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.model.BerthException;
import io.berth.plugin.Endpoint;
import io.berth.plugin.PluginAddress;
import io.berth.plugin.PluginConnect;
import io.berth.plugin.Plugins;
import io.berth.spi.Backend;
import io.berth.spi.Setting;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.Nullable;

/// `berth plugin verify`, as a tool that the program finds when it is asked for.
public final class VerifyTool implements ToolProvider {

  /// What it is found by.
  public static final String NAME = "berth-plugin-verify";

  private static final int WRONG_LINE = 2;
  private static final int NOT_REACHED = 3;

  private static final String RUNNER = "berth-verify";

  /// What the plugin is called in errors.
  private static final String NAMED = "plugin";

  /// Netty warns of an option that sockets of a machine do not have.
  private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int run(PrintWriter out, PrintWriter err, String... arguments) {
    NETTY.setLevel(Level.SEVERE);
    VerifyOptions options;
    try {
      options = VerifyOptions.of(arguments);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.flush();
      return WRONG_LINE;
    }
    try {
      return verify(options, out);
    } catch (IOException | IllegalArgumentException | BerthException e) {
      err.println(
          "no plugin was reached by `" + options.access().connect() + "`: " + e.getMessage());
      err.flush();
      return NOT_REACHED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }

  private static int verify(VerifyOptions options, PrintWriter out)
      throws IOException, InterruptedException {
    Access access = options.access();
    PluginAddress address = access.address();
    if (address != null) {
      return verify(options, address, null, null, out);
    }
    List<String> command = access.command();
    try (var started = StartedPlugin.start(command, access.variables())) {
      return verify(options, started.address(), command, started, out);
    }
  }

  private static Backend open(PluginConnect connect, String runner, Setting.Section configuration) {
    var plugins = new Plugins(Map.of(), (plugin, level, text) -> {}, runner);
    try {
      return plugins.open(NAMED, connect, configuration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("connecting the plugin was interrupted", e);
    }
  }

  private static int verify(
      VerifyOptions options,
      PluginAddress address,
      @Nullable List<String> command,
      @Nullable StartedPlugin started,
      PrintWriter out)
      throws IOException, InterruptedException {
    PluginConnect connect = options.access().at(address);
    Set<String> runners = options.access().runners();
    String self =
        runners.isEmpty() || runners.contains(RUNNER) ? RUNNER : new TreeSet<>(runners).first();
    Function<String, Backend> open = runner -> open(connect, runner, options.configuration());
    Backend backend = open.apply(self);
    try (var wire = new Wire(Endpoint.of(NAMED, address, connect), runners)) {
      var subject =
          new Subject(
              options.access().connect(),
              backend,
              self,
              options.configuration(),
              options.label(),
              open,
              wire,
              command,
              restart(options, started));
      boolean isTold = options.report() == Reports.TEXT;
      Report report =
          new Verification(
                  Cases.of(connect.protocol()),
                  subject,
                  options.scope(),
                  result -> {
                    if (isTold) {
                      out.print(Reports.line(result));
                      out.flush();
                    }
                  })
              .run();
      out.print(isTold ? Reports.ending(report) : options.report().written(report));
      out.flush();
      return report.isClean() ? 0 : 1;
    } finally {
      backend.close();
    }
  }

  /// What the line says comes first; a plugin that was started here can be started anew.
  private static @Nullable Restart restart(VerifyOptions options, @Nullable StartedPlugin started) {
    String command = options.restart();
    if (command != null) {
      return () -> Restart.byCommand(command);
    }
    return started != null && started.keepsItsAddress() ? started::restart : null;
  }
}
