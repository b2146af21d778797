// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import io.berth.backend.host.HostBackend;
import io.berth.spi.Backend;
import io.berth.spi.Chunk;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ExecId;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.JobPlan;
import io.berth.spi.Owner;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What the step agent costs: the same commands on this machine as direct children and through it.
final class AgentSpeed {

  private static final int STEPS = 60;
  private static final int WARM_UP = 10;
  private static final long OUTPUT = 200_000_000;

  private final Path folder;
  private final PrintStream out;
  private int started;

  AgentSpeed(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  void run() throws InterruptedException {
    var direct = environment(new HostBackend(folder.resolve("direct"), System.getenv()));
    var agent = environment(HostBackend.lasting(folder.resolve("agent"), System.getenv()));
    try {
      var millis = new double[2][STEPS];
      for (int i = -WARM_UP; i < STEPS; i++) {
        double one = step(direct, "echo hello");
        double other = step(agent, "echo hello");
        if (i >= 0) {
          millis[0][i] = one;
          millis[1][i] = other;
        }
      }
      Arrays.sort(millis[0]);
      Arrays.sort(millis[1]);
      for (int percent : new int[] {10, 50}) {
        int at = STEPS * percent / 100;
        out.printf(
            "agent    step, percentile %d: direct %.1f ms, agent %.1f ms, over it %.1f ms%n",
            percent, millis[0][at], millis[1][at], millis[1][at] - millis[0][at]);
      }
      String flood = "head -c " + OUTPUT + " /dev/zero";
      out.printf(
          "agent    output: direct %.0f MB/s, agent %.0f MB/s%n",
          OUTPUT / 1e3 / step(direct, flood), OUTPUT / 1e3 / step(agent, flood));
    } finally {
      direct.remove();
      agent.remove();
    }
  }

  private static Environment environment(Backend backend) throws InterruptedException {
    return backend.create(
        EnvironmentRequest.of(
            "bench", new Owner("bench", 1, Map.of()), JobPlan.commandsOnly("repo")));
  }

  private double step(Environment environment, String script) throws InterruptedException {
    long begun = System.nanoTime();
    Execution execution =
        environment.start(
            new ExecSpec(
                new ExecId("e" + ++started),
                List.of("sh", "-c", script),
                environment.layout().env(),
                environment.layout().paths().workspace(),
                null));
    long end = 0;
    for (Chunk chunk = execution.read(0, 0); !chunk.isEnd(); chunk = execution.read(end, end)) {
      end = chunk.end();
    }
    execution.outcome();
    double millis = (System.nanoTime() - begun) / 1e6;
    environment.forget(execution.id());
    return millis;
  }
}
