// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.berth.plugin.PluginAddress;
import io.berth.plugin.RemoteBackend;
import io.berth.spi.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One of the plugins in `examples/plugins`, built and running.
record ExamplePlugin(Process process, String address) {

  private static final Path ROOT = Path.of(System.getProperty("berth.root"));

  /// Builds the plugin unless it is there, and returns its program. Where its toolchain is missing
  /// the test is skipped, and says so.
  static Path build(String language) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("example", ".txt");
    try {
      Process process =
          new ProcessBuilder(ROOT.resolve("dev/example").toString(), language)
              .redirectError(errors.toFile())
              .start();
      String program = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      int status = process.waitFor();
      assumeTrue(status != 3, () -> "SKIPPED: " + read(errors));
      if (status != 0) {
        throw new AssertionError(read(errors));
      }
      return Path.of(program);
    } finally {
      Files.delete(errors);
    }
  }

  /// Starts a program that was built, serving a socket in a folder of the test.
  static ExamplePlugin start(Path program, Path folder) throws IOException, InterruptedException {
    String address = "unix://" + folder.resolve("s/p.sock");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--address",
                address,
                "--folder",
                folder.resolve("places").toString())
            .redirectError(folder.resolve("errors.txt").toFile())
            .start();
    String line = process.inputReader(UTF_8).readLine();
    if (line == null) {
      process.waitFor();
      throw new AssertionError(
          program + " ended instead of serving: " + read(folder.resolve("errors.txt")));
    }
    return new ExamplePlugin(process, address);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return e.toString();
    }
  }

  RemoteBackend connect(String runner) {
    return RemoteBackend.connect(
        PluginAddress.parse(address),
        null,
        new RemoteBackend.Settled("example", runner, Setting.Section.EMPTY, Duration.ofSeconds(5)));
  }

  /// Ends it as an administrator would.
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("the plugin did not end within 20 s of SIGTERM");
    }
  }
}
