// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What long chains of jobs cost, counted in what is allocated: the same in every run and on every
/// machine but for what the compiler leaves out, as time is not.
class ChainWorkTest {

  @TempDir Path folder;

  @Test
  void aChainTwiceAsLongCostsFarLessThanTheSquare() throws Exception {
    allocatedFor(50);

    long shorter = allocatedFor(400);
    long longer = allocatedFor(800);

    assertThat((double) longer / shorter).isLessThan(3.5);
  }

  private long allocatedFor(int jobs) throws IOException {
    var text = new StringBuilder("on: push\njobs:\n");
    for (int i = 0; i < jobs; i++) {
      text.append("  job").append(i).append(":\n    runs-on: any\n");
      text.append(i == 0 ? "" : "    needs: job" + (i - 1) + "\n");
      text.append("    steps: [{run: 'true'}]\n");
    }
    var scenario = RunScenario.of(Files.writeString(folder.resolve(jobs + ".yml"), text));
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    var run = scenario.run();

    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(run.result("job" + (jobs - 1))).isEqualTo(Result.SUCCESS);
    return allocated;
  }
}
