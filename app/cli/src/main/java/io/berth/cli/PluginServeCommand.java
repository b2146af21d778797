// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.sdk.PluginServer;
import io.berth.sdk.ServerAddress;
import io.berth.spi.BackendFactory;
import io.berth.spi.Backends;
import io.berth.spi.Setting;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ParseResult;

/// `berth plugin serve`: a backend of this program, for runners in other processes.
final class PluginServeCommand implements Command {

  /// A runner kills its child 10 seconds after it asked it to end.
  private static final Duration DRAINING = Duration.ofSeconds(5);

  @Override
  public void declare(Options options) {
    options
        .parameter(
            "1", "BACKEND", "which: `host` is this machine, `docker` an engine of Docker or Podman")
        .value(
            "ADDRESS",
            "unix:///path, tcp://127.0.0.1:port or tls://host:port (default: where the runner that started this program wants it)",
            "--address")
        .value("FILE", "a token that callers must show; needed for tcp", "--token-file")
        .values("USER", "who may call through a socket without a token besides you", "--allow-user")
        .value("FILE", "the certificate to show, in PEM; for tls, as the next two", "--cert")
        .value("FILE", "its key, in PKCS#8", "--key")
        .value("FILE", "the certificates that sign those of runners", "--ca")
        .value(
            "FILE",
            "the settings of the backend, as YAML or JSON; then runners give none",
            "--config")
        .value(
            "TIME",
            "how often runners are told that this program lives; they connect anew when three are missing (default: 15s)",
            "--heartbeat");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) throws InterruptedException {
    BackendFactory factory = factory(line, invocation);
    ServerAddress address = ServedAddress.of(line, invocation);
    try (var server =
        PluginServer.start(
            factory,
            address,
            Build.running().version(),
            heartbeat(line),
            text -> invocation.err().line("berth plugin serve: " + text))) {
      announce(server, invocation);
      serve(server);
      return 0;
    } catch (IOException e) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.CONFIGURATION_INVALID,
              "backend `" + factory.id() + "` cannot be served: " + e.getMessage(),
              null),
          e);
    }
  }

  private static Duration heartbeat(ParseResult line) {
    String text = line.matchedOptionValue("--heartbeat", null);
    return text == null
        ? PluginServer.HEARTBEAT
        : new Setting.Text(text)
            .duration()
            .filter(every -> every.toMillis() >= 200 && every.toMinutes() <= 5)
            .orElseThrow(
                () ->
                    new BerthException(
                        BerthError.of(
                            ErrorCode.USAGE,
                            "`--heartbeat " + text + "` is no time from 200ms to 5m",
                            "write it as `500ms` or `15s`")));
  }

  private static BackendFactory factory(ParseResult line, Invocation invocation) {
    String id = line.matchedPositionalValue(0, "");
    var backends = new Backends(BuiltInBackends.lasting(invocation));
    BackendFactory factory =
        backends
            .find(id)
            .orElseThrow(
                () ->
                    new BerthException(
                        new BerthError(
                            ErrorCode.USAGE,
                            "there is no backend `" + id + "` in this program",
                            "choose one of: " + String.join(", ", backends.ids()),
                            null,
                            NearMiss.of(id, backends.ids()))));
    String file = line.matchedOptionValue("--config", null);
    return file == null ? factory : ServedSettings.read(factory, file, invocation);
  }

  /// A runner reads one line of its child, a person or a script the address.
  private static void announce(PluginServer server, Invocation invocation) {
    String handshake = server.handshake();
    invocation.out().line(handshake == null ? server.address() : handshake);
  }

  /// Serves until a signal or the runner ends it. The first signal lets what runs go on for a
  /// while; the next ends it at once.
  private static void serve(PluginServer server) throws InterruptedException {
    var asked = new CountDownLatch(1);
    Runnable signalled =
        () -> {
          if (asked.getCount() == 0) {
            server.stop();
          }
          asked.countDown();
        };
    Thread draining = Thread.ofVirtual().name("drain").start(() -> drain(asked, server));
    try (var _ = Interrupts.call(signalled)) {
      server.await();
    } finally {
      draining.interrupt();
      draining.join();
    }
  }

  private static void drain(CountDownLatch asked, PluginServer server) {
    try {
      asked.await();
      server.drain();
      awaitIdle(server);
      server.stop();
    } catch (InterruptedException e) {
      // It was stopped already.
    }
  }

  private static void awaitIdle(PluginServer server) throws InterruptedException {
    long end = System.nanoTime() + DRAINING.toNanos();
    while (!server.isIdle() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
