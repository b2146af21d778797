// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `berth plugin serve host`, the program as it is shipped, in a process of its own.
record ServedHost(Process process, Path folder, String address) implements AutoCloseable {

  private static final Path PROGRAM =
      Path.of(System.getProperty("berth.root"))
          .resolve("packaging/distribution/target/berth/bin/berth");

  /// Starts it and waits until it says where it is.
  static ServedHost start(Path folder, String address, Map<String, String> options)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("plugin", "serve", "host", "--address", address));
    options.forEach((name, value) -> command.addAll(List.of(name, value)));
    Process process =
        program(folder, command).redirectError(folder.resolve("errors").toFile()).start();
    String line = process.inputReader(UTF_8).readLine();
    if (line == null) {
      throw new AssertionError("it ended: " + Files.readString(folder.resolve("errors")));
    }
    return new ServedHost(process, folder, line);
  }

  private static ProcessBuilder program(Path folder, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  /// Tries cases of `berth plugin verify` on it, and returns what that printed.
  String verify(String cases, @Nullable Path token) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("plugin", "verify", "--connect", address, "--case", cases));
    if (token != null) {
      command.addAll(List.of("--token-file", token.toString()));
    }
    Process verify = program(folder, command).redirectErrorStream(true).start();
    String told = new String(verify.getInputStream().readAllBytes(), UTF_8);
    verify.waitFor();
    return told;
  }

  /// Returns the most memory that it held resident.
  long peakKilobytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new AssertionError("the server has ended: " + errors());
  }

  String errors() throws IOException {
    return Files.readString(folder.resolve("errors"));
  }

  /// Ends it as an administrator would, and returns its status.
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("it did not end within 20 s of SIGTERM");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
