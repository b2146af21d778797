// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// The program as a user starts it: the launcher of the distribution, in a process of its own, with
/// state and cache in a folder of the test.
public final class Program {

  private static final Path ROOT = Path.of(System.getProperty("berth.root"));
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path home;
  private final Map<String, String> env = new TreeMap<>();
  private boolean heard = true;

  /// @param home a folder of the test, for everything that Berth keeps
  public Program(Path home) {
    this.home = home;
  }

  /// What came of a run of the program.
  ///
  /// @param exit its exit status
  /// @param out its standard output
  /// @param err its standard error
  /// @param peakKilobytes the most memory that it held resident
  public record Ended(int exit, String out, String err, long peakKilobytes) {}

  public static Path distribution() {
    return ROOT.resolve("packaging/distribution/target/berth");
  }

  /// Adds a variable to the environment of the program.
  public Program with(String name, String value) {
    env.put(name, value);
    return this;
  }

  /// Throws standard output away instead of keeping it.
  public Program unheard() {
    heard = false;
    return this;
  }

  /// Runs the program in a folder and waits for its end.
  public Ended run(Path folder, String... arguments) throws IOException, InterruptedException {
    var process = start(folder, arguments);
    long peak = 0;
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!process.waitFor(5, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peakKilobytes(process.pid()));
      if (System.nanoTime() > deadline) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(
            "no end after "
                + PATIENCE
                + ": "
                + List.of(arguments)
                + "\n"
                + text("out")
                + text("err"));
      }
    }
    return new Ended(process.exitValue(), text("out"), text("err"), peak);
  }

  /// Starts the program in a folder; its output goes to files that [#text] reads.
  public Process start(Path folder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(distribution().resolve("bin/berth").toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().remove("CI");
    builder.environment().put("XDG_STATE_HOME", home.resolve("state").toString());
    builder.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(env);
    Files.createDirectories(home);
    return builder
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectOutput(
            heard
                ? ProcessBuilder.Redirect.to(home.resolve("out").toFile())
                : ProcessBuilder.Redirect.DISCARD)
        .redirectError(home.resolve("err").toFile())
        .start();
  }

  /// Returns what the last run has written so far to `out` or `err`.
  public String text(String stream) {
    try {
      var file = home.resolve(stream);
      return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long peakKilobytes(long pid) {
    try {
      for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    } catch (IOException e) {
      return 0; // it has just ended
    }
    return 0;
  }
}
