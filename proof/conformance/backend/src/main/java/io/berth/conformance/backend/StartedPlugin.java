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

  private final List<String> command;
  private final List<String> variables;
  private final Path link;
  private Process process;
  private PluginAddress address;

  private StartedPlugin(List<String> command, List<String> variables, Path link)
      throws IOException, InterruptedException {
    this.command = command;
    this.variables = variables;
    this.link = link;
    this.process = begin(command, variables, true);
    this.address = reached();
  }

  /// Starts a plugin and waits for its line.
  ///
  /// @param variables names of those that it is given besides the usual ones
  static StartedPlugin start(List<String> command, List<String> variables)
      throws IOException, InterruptedException {
    return new StartedPlugin(
        command, variables, Files.createTempDirectory("berth-verify").resolve("plugin.sock"));
  }

  /// Kills it and starts it anew.
  void restart() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    process = begin(command, variables, true);
    address = reached();
  }

  /// Returns whether it is reached at the same address when it was started anew.
  boolean keepsItsAddress() {
    return address instanceof PluginAddress.Unix;
  }

  /// Waits until the plugin says where it is reached, and puts a link to its socket.
  private PluginAddress reached() throws IOException, InterruptedException {
    var line = new AtomicReference<@Nullable String>();
    Process begun = process;
    Thread reader = Thread.ofVirtual().name("plugin-stdout").start(() -> read(begun, line));
    long deadline = System.nanoTime() + START.toNanos();
    while (line.get() == null && begun.isAlive() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    if (!begun.isAlive()) {
      reader.join(Duration.ofSeconds(2));
    }
    String found = line.get();
    if (found == null) {
      String problem =
          begun.isAlive()
              ? "printed no handshake line within " + START.toSeconds() + " s"
              : "ended with " + begun.exitValue() + " before it printed a handshake line";
      begun.destroyForcibly();
      throw new IOException("`" + String.join(" ", command) + "` " + problem);
    }
    try {
      PluginAddress said = address(found);
      if (said instanceof PluginAddress.Unix unix) {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, unix.path());
        return PluginAddress.parse("unix://" + link);
      }
      return said;
    } catch (IllegalArgumentException e) {
      begun.destroyForcibly();
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
