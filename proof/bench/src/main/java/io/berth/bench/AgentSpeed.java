// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import io.berth.backend.host.HostBackend;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;

/// What the step agent costs: the same commands on this machine as direct children and through it.
final class AgentSpeed {

  private static final int STEPS = 100;
  private static final int WARM_UP = 10;
  private static final int ROUNDS = 3;
  private static final String FLOOD = "head -c 200000000 /dev/zero";
  private static final int MOST_SECONDS = 120;

  private final Path folder;
  private final Verdicts verdicts;

  AgentSpeed(Path folder, PrintStream out) {
    this.folder = folder;
    this.verdicts = new Verdicts(out);
  }

  void run() throws InterruptedException {
    Thread limit = verdicts.endAfter(MOST_SECONDS, () -> {});
    var host = new HostBackend(folder.resolve("direct"), System.getenv());
    var lasting = HostBackend.lasting(folder.resolve("agent"), System.getenv());
    try (var direct = Commands.in(host, "bench");
        var agent = Commands.in(lasting, "bench")) {
      double[][] steps = inTurn(STEPS, direct, agent, "echo hello");
      int tenth = STEPS / 10;
      verdicts.above("step, 10th percentile", "ms", steps[0][tenth], steps[1][tenth], 6);
      int middle = STEPS / 2;
      verdicts.above("step, median", "ms", steps[0][middle], steps[1][middle], 6);
      double[][] floods = inTurn(ROUNDS, direct, agent, FLOOD);
      int last = ROUNDS / 2;
      verdicts.speed("200 MB of output", floods[0][last] / 1e3, floods[1][last] / 1e3, 0);
    }
    limit.interrupt();
    verdicts.print();
  }

  private static double[][] inTurn(int times, Commands direct, Commands agent, String script)
      throws InterruptedException {
    var millis = new double[2][times];
    for (int i = times > WARM_UP ? -WARM_UP : 0; i < times; i++) {
      double one = direct.millis("sh", "-c", script);
      double other = agent.millis("sh", "-c", script);
      if (i >= 0) {
        millis[0][i] = one;
        millis[1][i] = other;
      }
    }
    Arrays.sort(millis[0]);
    Arrays.sort(millis[1]);
    return millis;
  }
}
