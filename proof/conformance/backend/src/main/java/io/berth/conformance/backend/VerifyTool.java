// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.model.BerthException;
import io.berth.plugin.PluginAddress;
import io.berth.plugin.RemoteBackend;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
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

  /// A runner waits longer; here, a plugin that is away is a promise that is not kept.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String RUNNER = "berth-verify";

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
      err.println("no plugin was reached by `" + options.connect() + "`: " + e.getMessage());
      err.flush();
      return NOT_REACHED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }

  private static int verify(VerifyOptions options, PrintWriter out)
      throws IOException, InterruptedException {
    if (options.connect().matches("(unix|tcp|tls)://.*")) {
      return verify(options, PluginAddress.parse(options.connect()), null, out);
    }
    List<String> command = List.of(options.connect().strip().split("\\s+", -1));
    try (var started = StartedPlugin.start(command)) {
      return verify(options, started.address(), command, out);
    }
  }

  private static int verify(
      VerifyOptions options, PluginAddress address, @Nullable List<String> command, PrintWriter out)
      throws InterruptedException {
    Function<String, RemoteBackend> connect =
        runner ->
            RemoteBackend.connect(
                address,
                options.token(),
                new RemoteBackend.Settled("plugin", runner, options.configuration(), PATIENCE));
    try (var backend = connect.apply(RUNNER);
        var wire = new Wire(address, options.token())) {
      var subject =
          new Subject(
              options.connect(),
              backend,
              RUNNER,
              options.configuration(),
              options.label(),
              connect::apply,
              wire,
              command,
              options.restart());
      boolean isTold = options.report() == Reports.TEXT;
      Report report =
          new Verification(
                  subject,
                  options.scope(),
                  result -> {
                    if (isTold) {
                      out.print(Reports.line(result));
                      out.flush();
                    }
                  })
              .run();
      out.print(isTold ? report.summary() + "\n" : options.report().written(report));
      out.flush();
      return report.isClean() ? 0 : 1;
    }
  }
}
