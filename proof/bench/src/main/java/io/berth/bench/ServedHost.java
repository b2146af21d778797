// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import io.berth.plugin.PluginAddress;
import io.berth.plugin.RemoteBackend;
import io.berth.spi.Setting;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

/// This machine as a backend in a process of its own, as the program that is shipped serves it on a
/// socket, and the connection to it. No agent owns its executions, as none does in this process.
final class ServedHost implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process process;
  private final String address;
  private final RemoteBackend backend;

  private ServedHost(Process process, String address, RemoteBackend backend) {
    this.process = process;
    this.address = address;
    this.backend = backend;
  }

  /// @param folder where its socket and its environments are
  static ServedHost start(Path launcher, Path folder) throws IOException {
    Path door = Files.createDirectories(folder.resolve("door"));
    Files.setPosixFilePermissions(door, PosixFilePermissions.fromString("rwx------"));
    var builder =
        new ProcessBuilder(
                launcher.toString(),
                "plugin",
                "serve",
                "host",
                "--address",
                "unix://" + door + "/s")
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    try {
      BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
      String address = said.readLine();
      if (address == null) {
        throw new IOException("`berth plugin serve host` said nothing and ended");
      }
      var settings =
          new Setting.Section(
              Map.of(
                  "work-folder", new Setting.Text(folder.resolve("served").toString()),
                  "recovery", new Setting.Text("none")));
      var settled = new RemoteBackend.Settled("bench", "bench", settings, PATIENCE);
      return new ServedHost(
          process, address, RemoteBackend.connect(PluginAddress.parse(address), null, settled));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  RemoteBackend backend() {
    return backend;
  }

  String address() {
    return address;
  }

  void kill() {
    process.destroyForcibly();
  }

  /// Returns the number of its process.
  long process() {
    return process.pid();
  }

  @Override
  public void close() {
    backend.close();
    process.destroy();
    try {
      if (process.waitFor(PATIENCE)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
