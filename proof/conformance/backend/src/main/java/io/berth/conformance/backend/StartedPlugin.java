// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.plugin.PluginAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A plugin that was started by a command, as a runner does.
final class StartedPlugin implements AutoCloseable {

  static final String COOKIE = "BERTH_BACKEND_PLUGIN";

  private static final Duration START = Duration.ofSeconds(60);
  private static final List<String> KEPT = List.of("PATH", "HOME", "LANG", "TMPDIR", "JAVA_HOME");

  private final Process process;
  private final PluginAddress address;

  private StartedPlugin(Process process, PluginAddress address) {
    this.process = process;
    this.address = address;
  }

  /// Starts a plugin and waits for its line.
  ///
  /// @param variables names of those that it is given besides the usual ones
  static StartedPlugin start(List<String> command, List<String> variables)
      throws IOException, InterruptedException {
    Process process = begin(command, variables, true);
    var line = new AtomicReference<@Nullable String>();
    Thread reader = Thread.ofVirtual().name("plugin-stdout").start(() -> read(process, line));
    long deadline = System.nanoTime() + START.toNanos();
    while (line.get() == null && process.isAlive() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    if (!process.isAlive()) {
      reader.join(Duration.ofSeconds(2));
    }
    String found = line.get();
    if (found == null) {
      String problem =
          process.isAlive()
              ? "printed no handshake line within " + START.toSeconds() + " s"
              : "ended with " + process.exitValue() + " before it printed a handshake line";
      process.destroyForcibly();
      throw new IOException("`" + String.join(" ", command) + "` " + problem);
    }
    try {
      return new StartedPlugin(process, address(found));
    } catch (IllegalArgumentException e) {
      process.destroyForcibly();
      throw new IOException(e.getMessage(), e);
    }
  }

  /// Starts it with the variables that a runner gives, and no others.
  ///
  /// @param variables names of those that it is given besides the usual ones
  /// @param cookie whether the one is among them that says who starts it
  static Process begin(List<String> command, List<String> variables, boolean cookie)
      throws IOException {
    var builder = new ProcessBuilder(command);
    Map<String, String> env = builder.environment();
    env.keySet().removeIf(name -> !KEPT.contains(name) && !variables.contains(name));
    if (cookie) {
      env.put(COOKIE, "berth");
      env.put("PLUGIN_PROTOCOL_VERSIONS", "1");
      Path sockets = Files.createTempDirectory("berth-verify");
      env.put("PLUGIN_UNIX_SOCKET_DIR", sockets.toString());
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }
    return builder.start();
  }

  /// Keeps the first line and goes on reading, so that the plugin never waits for its reader.
  private static void read(Process process, AtomicReference<@Nullable String> first) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        first.compareAndSet(null, line);
      }
    } catch (IOException e) {
      // It has ended, which is told elsewhere.
    }
  }

  /// Reads `1|1|unix|/path|grpc|`.
  static PluginAddress address(String line) {
    String[] fields = line.strip().split("\\|", -1);
    if (fields.length < 5 || !fields[0].equals("1") || !fields[4].equals("grpc")) {
      throw new IllegalArgumentException(
          "the first line that the plugin printed is `"
              + line
              + "`, and `1|1|unix|/path/of/socket|grpc|` was wanted");
    }
    return switch (fields[2]) {
      case "unix" -> PluginAddress.parse("unix://" + fields[3]);
      case "tcp" -> PluginAddress.parse("tcp://" + fields[3]);
      default ->
          throw new IllegalArgumentException(
              "the plugin listens at `" + fields[2] + "`, and `unix` or `tcp` was wanted");
    };
  }

  PluginAddress address() {
    return address;
  }

  Process process() {
    return process;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
