// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A command, run several times as a whole process.
///
/// @param wallMillis the median time from start to end
/// @param peakMegabytes the most memory that one run held resident
record Measured(double wallMillis, double peakMegabytes) {

  /// What is run.
  ///
  /// @param command the program and its arguments
  /// @param env variables added to those of this process
  /// @param folder where it starts
  record Command(List<String> command, Map<String, String> env, Path folder) {}

  /// Runs two commands in turn, so that a change of the machine's speed meets both, after one run
  /// of each that does not count.
  ///
  /// @return the first and the second
  static List<Measured> inTurn(int runs, Command one, Command other)
      throws IOException, InterruptedException {
    once(one);
    once(other);
    var walls = new double[2][runs];
    var peaks = new double[2];
    for (int i = 0; i < runs; i++) {
      for (int which = 0; which < 2; which++) {
        var run = once(which == 0 ? one : other);
        walls[which][i] = run.wallMillis();
        peaks[which] = Math.max(peaks[which], run.peakMegabytes());
      }
    }
    List<Measured> both = new ArrayList<>();
    for (int which = 0; which < 2; which++) {
      Arrays.sort(walls[which]);
      both.add(new Measured(walls[which][runs / 2], peaks[which]));
    }
    return both;
  }

  private static Measured once(Command command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command.command()).directory(command.folder().toFile());
    builder.environment().putAll(command.env());
    var started = System.nanoTime();
    var process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    var status = Path.of("/proc/" + process.pid() + "/status");
    double peak = 0;
    while (!process.waitFor(1, java.util.concurrent.TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peakMegabytes(status));
    }
    var wall = (System.nanoTime() - started) / 1e6;
    if (process.exitValue() != 0) {
      throw new IOException(command.command() + " ended with " + process.exitValue());
    }
    return new Measured(wall, peak);
  }

  private static double peakMegabytes(Path status) {
    try {
      for (var line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
        }
      }
    } catch (IOException e) {
      return 0; // it has just ended
    }
    return 0;
  }
}
