// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import io.berth.backend.host.HostBackend;
import io.berth.spi.Chunk;
import io.berth.spi.Execution;
import io.berth.spi.Signal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// What it costs that a backend is another process: this machine as a plugin on a socket beside the
/// same backend in this process, in turn.
final class PluginSpeed {

  private static final int TRIPS = 300;
  private static final int WARM_UP = 100;
  private static final int ROUNDS = 3;
  private static final String FLOOD = "head -c 1073741824 /dev/zero";

  /// The slow reader: first it takes all it can get, so that both processes have grown.
  private static final int TAKEN_A_SECOND = 20_000_000;

  private static final int SETTLING_SECONDS = 3;
  private static final int SLOW_SECONDS = 8;

  /// The whole run ends before this, measured or not.
  private static final int MOST_SECONDS = 225;

  private final Path launcher;
  private final Path folder;
  private final Verdicts verdicts;

  PluginSpeed(Path launcher, Path folder, PrintStream out) {
    this.launcher = launcher;
    this.folder = folder;
    this.verdicts = new Verdicts(out);
  }

  void run() throws IOException, InterruptedException {
    try (var served = ServedHost.start(launcher, folder)) {
      Thread limit = verdicts.endAfter(MOST_SECONDS, served::kill);
      var host = new HostBackend(folder.resolve("direct"), System.getenv());
      try (var direct = Commands.in(host, "direct");
          var plugin = Commands.in(served.backend(), "plugin")) {
        roundTrips(direct, plugin);
        output(direct, plugin);
        ExecOutput.through(served, launcher, folder, verdicts);
        new PluginCopies(folder, direct.environment(), plugin.environment(), verdicts).run();
        slowReader(served, plugin);
      }
      crowd(host, served);
      limit.interrupt();
    }
    verdicts.print();
  }

  private void roundTrips(Commands direct, Commands plugin) throws InterruptedException {
    var millis = new double[2][TRIPS];
    for (int i = -WARM_UP; i < TRIPS; i++) {
      double one = direct.millis("true");
      double other = plugin.millis("true");
      if (i >= 0) {
        millis[0][i] = one;
        millis[1][i] = other;
      }
    }
    Arrays.sort(millis[0]);
    Arrays.sort(millis[1]);
    int middle = TRIPS / 2;
    verdicts.above("start to outcome, median", "ms", millis[0][middle], millis[1][middle], 0.5);
    int tenth = TRIPS / 10;
    verdicts.above(
        "start to outcome, 10th percentile", "ms", millis[0][tenth], millis[1][tenth], 0.5);
  }

  private void output(Commands direct, Commands plugin) throws InterruptedException {
    var seconds = new double[2][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      seconds[0][round] = direct.millis("sh", "-c", FLOOD) / 1e3;
      seconds[1][round] = plugin.millis("sh", "-c", FLOOD) / 1e3;
    }
    Arrays.sort(seconds[0]);
    Arrays.sort(seconds[1]);
    verdicts.speed("1 GiB of output", seconds[0][ROUNDS / 2], seconds[1][ROUNDS / 2], 0.7);
  }

  /// A command that says more than is taken: neither process may keep what is not.
  private void slowReader(ServedHost served, Commands plugin) throws InterruptedException {
    Execution endless = plugin.start("sh", "-c", "cat /dev/zero");
    long position = takeSlowly(endless, 0, SETTLING_SECONDS, Integer.MAX_VALUE);
    position = takeSlowly(endless, position, 1, TAKEN_A_SECOND);
    try (var runner = new Watched(ProcessHandle.current().pid());
        var other = new Watched(served.process())) {
      position = takeSlowly(endless, position, SLOW_SECONDS, TAKEN_A_SECOND);
      verdicts.most("slow reader: runner's memory goes up and down", "MB", runner.spread(), 16);
      verdicts.most("slow reader: plugin's memory goes up and down", "MB", other.spread(), 16);
    }
    endless.signal(Signal.KILL);
    Commands.readToEnd(endless, position);
    endless.outcome();
  }

  private static long takeSlowly(Execution execution, long from, int seconds, int aSecond)
      throws InterruptedException {
    long begun = System.nanoTime();
    long end = from;
    while (System.nanoTime() - begun < seconds * 1_000_000_000L) {
      Chunk chunk = execution.read(end, end);
      end = chunk.end();
      long due = begun + (long) ((end - from) * 1e9 / aSecond);
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
    }
    return end;
  }

  private void crowd(HostBackend host, ServedHost served) throws InterruptedException {
    PluginCrowd.Took direct = new PluginCrowd(host, "direct").run();
    try (var runner = new Watched(ProcessHandle.current().pid());
        var other = new Watched(served.process())) {
      PluginCrowd.Took plugin = new PluginCrowd(served.backend(), "plugin").run();
      verdicts.speed(
          "200 environments, 1000 commands, until all run", direct.running(), plugin.running(), 0);
      verdicts.speed("200 environments, until all are removed", direct.ended(), plugin.ended(), 0);
      verdicts.most("plugin's threads", "", other.threads(), 64);
      verdicts.most("plugin's memory", "MB", other.most(), 256);
      verdicts.most("runner's memory", "MB", runner.most(), 256);
    }
  }
}
