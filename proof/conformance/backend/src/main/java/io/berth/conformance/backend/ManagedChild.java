// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.plugin.Endpoint;
import io.berth.plugin.PluginAddress;
import io.berth.sdk.Handshake;
import io.berth.sdk.tls.Identity;
import io.berth.sdk.tls.Pem;
import io.berth.sdk.tls.Trust;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A plugin that a case starts for itself, besides the one that is tried, and ends as it likes.
final class ManagedChild implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(30);
  private static final int MOST_LINES = 10_000;
  private static final List<String> KEPT = List.of("PATH", "HOME", "LANG", "TMPDIR", "JAVA_HOME");

  private final Process process;
  private final Path folder;
  private final BlockingQueue<String> printed = new ArrayBlockingQueue<>(MOST_LINES);
  private final @Nullable Identity runner;
  private List<X509Certificate> trusted = List.of();

  /// Starts it with the variables that a runner gives, and no others.
  ///
  /// @param cookie whether the one is among them that says who starts it
  /// @param runner what the runner shows, or `null` if nothing is to be encrypted
  ManagedChild(Trial trial, boolean cookie, @Nullable Identity runner) throws IOException {
    List<String> command = trial.subject().command();
    if (command == null) {
      throw new IllegalStateException("the case needs a command");
    }
    this.runner = runner;
    folder = Files.createTempDirectory("berth-verify");
    var builder = new ProcessBuilder(command);
    Map<String, String> env = builder.environment();
    env.keySet().retainAll(KEPT);
    if (cookie) {
      env.put(Handshake.COOKIE, Handshake.COOKIE_VALUE);
      env.put(Handshake.VERSIONS, Handshake.VERSION);
      env.put(Handshake.FOLDER, folder.toString());
    }
    if (runner != null) {
      env.put(Handshake.CERTIFICATE, runner.pem());
    }
    process = builder.redirectError(folder.resolve("errors").toFile()).start();
    Thread.ofVirtual().name("plugin-stdout").start(this::drain);
  }

  /// Goes on reading, so that the plugin never waits for its reader.
  private void drain() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        printed.offer(line);
      }
    } catch (IOException e) {
      // It has ended, which is told elsewhere.
    }
  }

  /// Returns the first line, or `null` if it ended without one.
  @Nullable String line() throws InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < end) {
      String line = printed.poll(20, TimeUnit.MILLISECONDS);
      if (line != null) {
        return line;
      }
      if (!process.isAlive()) {
        return printed.poll(1, TimeUnit.SECONDS);
      }
    }
    throw new Broken("the plugin printed no line within " + START.toSeconds() + " s");
  }

  /// Returns all that it wrote so far.
  String said() throws IOException {
    return String.join("\n", printed)
        + new String(Files.readAllBytes(folder.resolve("errors")), StandardCharsets.UTF_8);
  }

  /// Reads its first line and returns where it is reached.
  Endpoint endpoint() throws IOException, InterruptedException {
    String line = line();
    if (line == null) {
      throw new Broken(
          "the plugin ended with "
              + process.exitValue()
              + " before it printed a line; it said: "
              + said());
    }
    try {
      PluginAddress address = StartedPlugin.address(line);
      String[] fields = line.strip().split("\\|", -1);
      if (runner == null || fields.length < 6 || fields[5].isEmpty()) {
        return Endpoint.open(address, null);
      }
      trusted = List.of(Pem.ofHandshake(fields[5]));
      return new Endpoint(address, null, Trust.client(runner, trusted), "localhost");
    } catch (IllegalArgumentException e) {
      throw new Broken(String.valueOf(e.getMessage()));
    } catch (CertificateException e) {
      throw new Broken("the certificate in the line that the plugin printed is damaged: " + e);
    }
  }

  /// Returns the certificates in its line.
  List<X509Certificate> trusted() {
    return trusted;
  }

  Wire connect() throws IOException, InterruptedException {
    return new Wire(endpoint(), Set.of());
  }

  Process process() {
    return process;
  }

  /// Returns whether it ended by itself within some time.
  boolean ends(Duration patience) throws InterruptedException {
    return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(folder.resolve("errors"));
    try (var left = Files.walk(folder)) {
      for (Path path : left.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
