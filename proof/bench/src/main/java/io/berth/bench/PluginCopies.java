// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import io.berth.spi.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Copies into environments and out of them beside `tar | tar` of the same files. What is on this
/// side of a copy is a `tar`, too.
final class PluginCopies {

  private static final int ROUNDS = 3;
  private static final int FILES = 10_000;
  private static final int SMALL = 4096;
  private static final int MEGABYTE = 1 << 20;

  private final Path folder;
  private final Environment direct;
  private final Environment served;
  private final Verdicts verdicts;

  PluginCopies(Path folder, Environment direct, Environment served, Verdicts verdicts) {
    this.folder = folder;
    this.direct = direct;
    this.served = served;
    this.verdicts = verdicts;
  }

  /// Something that is timed.
  private interface Work {
    void perform() throws IOException, InterruptedException;
  }

  void run() throws IOException, InterruptedException {
    Path many = Files.createDirectories(folder.resolve("many"));
    for (int i = 0; i < FILES; i++) {
      Path parent = many.resolve("d" + i / 100);
      if (i % 100 == 0) {
        Files.createDirectories(parent);
      }
      Files.write(parent.resolve("f" + i), random(i, SMALL));
    }
    Path large = Files.createDirectories(folder.resolve("large"));
    try (OutputStream out = Files.newOutputStream(large.resolve("gibibyte"))) {
      byte[] bytes = random(1, MEGABYTE);
      for (int i = 0; i < 1024; i++) {
        out.write(bytes);
      }
    }
    for (Path files : List.of(many, large)) {
      String what = files.equals(many) ? "10,000 files of 4 KiB " : "1 GiB in one file ";
      measure(what + "in", files, true);
      measure(what + "out", files, false);
      remove(files);
    }
  }

  private static byte[] random(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private void measure(String what, Path files, boolean in)
      throws IOException, InterruptedException {
    Path to = folder.resolve("to");
    Path there = folder.resolve("there");
    var seconds = new double[3][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      seconds[0][round] =
          timed(
              to,
              () -> {
                Files.createDirectories(to);
                run("sh", "-c", "tar -C \"$0\" -cf - . | tar -C \"$1\" -xf -", files, to);
              });
      seconds[1][round] = timed(in ? there : to, () -> copy(direct, files, in ? there : to, in));
      seconds[2][round] = timed(in ? there : to, () -> copy(served, files, in ? there : to, in));
    }
    for (double[] each : seconds) {
      Arrays.sort(each);
    }
    int middle = ROUNDS / 2;
    verdicts.speed(what + ", of tar | tar", seconds[0][middle], seconds[2][middle], 0.8);
    verdicts.speed(what + ", of in process", seconds[1][middle], seconds[2][middle], 0);
  }

  private static double timed(Path target, Work work) throws IOException, InterruptedException {
    remove(target);
    long begun = System.nanoTime();
    work.perform();
    double seconds = (System.nanoTime() - begun) / 1e9;
    remove(target);
    return seconds;
  }

  /// Copies files into an environment that is on this machine, or the same files out of it.
  private static void copy(Environment environment, Path files, Path to, boolean in)
      throws IOException, InterruptedException {
    if (in) {
      Process tar = new ProcessBuilder("tar", "-C", files.toString(), "-cf", "-", ".").start();
      try (InputStream packed = tar.getInputStream()) {
        environment.copyIn(to.toString(), packed);
      }
      await(tar);
    } else {
      Files.createDirectories(to);
      Process tar = new ProcessBuilder("tar", "-C", to.toString(), "-xf", "-").start();
      try (OutputStream packed = tar.getOutputStream()) {
        environment.copyOut(files.toString(), packed);
      }
      await(tar);
    }
  }

  private static void remove(Path folder) throws IOException, InterruptedException {
    run("rm", "-rf", folder);
  }

  private static void run(Object... command) throws IOException, InterruptedException {
    await(new ProcessBuilder(Arrays.stream(command).map(String::valueOf).toList()).start());
  }

  private static void await(Process process) throws IOException, InterruptedException {
    if (process.waitFor() != 0) {
      throw new IOException(process.info() + " ended with " + process.exitValue());
    }
  }
}
