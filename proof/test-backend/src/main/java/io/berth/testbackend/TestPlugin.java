// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import io.berth.sdk.Handshake;
import io.berth.sdk.PluginServer;
import io.berth.sdk.ServerAddress;
import io.berth.sdk.tls.Curve;
import io.berth.sdk.tls.Identity;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The test backend as a process: from its first line to its end.
final class TestPlugin {

  private static final Duration DRAINING = Duration.ofSeconds(5);

  private final TestBackendFactory factory;
  private final FaultScript script;
  private final Path work;

  TestPlugin(TestBackendFactory factory, Path work) {
    this.factory = factory;
    this.script = factory.script();
    this.work = work;
  }

  /// Serves until it is asked to end.
  ///
  /// @param given where, or `null` where the runner that started this process wants it
  void run(@Nullable ServerAddress given) throws IOException, InterruptedException {
    if (script.has(Fault.STARTS_ONCE)) {
      Files.createFile(Files.createDirectories(work).resolve("running"));
    }
    if (script.has(Fault.NOISE_BEFORE_LINE)) {
      Printing.line(FileDescriptor.out, "the test backend starts");
    }
    try (var server = TestServer.start(factory, given == null ? child() : given)) {
      if (!script.has(Fault.TERM_AT_ONCE)) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "drain"));
      }
      String handshake = server.handshake();
      Printing.line(FileDescriptor.out, handshake == null ? server.address() : line(handshake));
      server.await();
      if (script.has(Fault.SHUTDOWN_IGNORED)) {
        new CountDownLatch(1).await();
      }
    }
  }

  private ServerAddress child() throws IOException {
    ServerAddress address = Handshake.address(System.getenv());
    if (address != null) {
      return address;
    }
    if (script.has(Fault.COOKIE_IGNORED)) {
      return new ServerAddress.Child(work.resolve("cookie/s"), null);
    }
    throw new IllegalArgumentException(
        "this is a plugin of Berth, which a runner starts; give --address to serve it by hand");
  }

  private String line(String truth) {
    return script.has(Fault.CERTIFICATE_OF_ANOTHER)
        ? truth.substring(0, truth.lastIndexOf('|') + 1)
            + Identity.selfSigned(Curve.P256, "").handshakeForm()
        : truth;
  }

  /// Lets what runs go on for a while when a signal ends this process.
  private static void end(PluginServer server) {
    server.drain();
    long deadline = System.nanoTime() + DRAINING.toNanos();
    try {
      while (!server.isIdle() && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
  }
}
