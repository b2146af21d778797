// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// What a process holds resident and how many threads it has, looked at all the time.
final class Watched implements AutoCloseable {

  private static final int OFTEN_MILLIS = 50;

  private final Path status;
  private final Thread thread;
  private volatile double least = Double.MAX_VALUE;
  private volatile double most;
  private volatile int threads;

  /// @param process its number
  Watched(long process) {
    status = Path.of("/proc/" + process + "/status");
    thread = Thread.ofPlatform().daemon().name("watch-" + process).start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        look();
        TimeUnit.MILLISECONDS.sleep(OFTEN_MILLIS);
      }
    } catch (IOException | InterruptedException e) {
      // It has ended, or nobody wants to know any more.
      return;
    }
  }

  private void look() throws IOException {
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        double megabytes = number(line) / 1024.0;
        least = Math.min(least, megabytes);
        most = Math.max(most, megabytes);
      } else if (line.startsWith("Threads:")) {
        threads = Math.max(threads, (int) number(line));
      }
    }
  }

  private static long number(String line) {
    return Long.parseLong(line.replaceAll("[^0-9]", ""));
  }

  /// Returns the most megabytes that it held.
  double most() {
    return most;
  }

  /// Returns by how many megabytes what it held went up and down.
  double spread() {
    return most - least;
  }

  int threads() {
    return threads;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
