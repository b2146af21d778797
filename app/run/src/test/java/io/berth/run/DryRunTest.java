// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DryRunTest extends OnGround {

  @Test
  void aDryRunDecidesEverythingAndRunsNothing() throws Exception {
    ground.workflow(
        "on: push",
        "jobs:",
        "  a: {runs-on: x, steps: [{run: echo never > made}]}",
        "  b: {runs-on: x, needs: a, steps: [{run: echo never}]}");
    ground.dryRun = true;

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.jobs()).containsOnlyKeys("a", "b");
    assertThat(ground.log()).isEmpty();
  }

  @Test
  void aDryRunDoesNotFailForWhatOtherJobsGive() throws Exception {
    ground.workflow(
        "on: push",
        "jobs:",
        "  a: {runs-on: x, outputs: {list: '${{ steps.a.outputs.list }}'}, steps: [{id: a, run: x}]}",
        "  b:",
        "    needs: a",
        "    strategy: {matrix: {v: '${{ fromJSON(needs.a.outputs.list) }}'}}",
        "    runs-on: x",
        "    steps: [{run: echo}]",
        "  c: {needs: [a, b], runs-on: '${{ needs.a.outputs.label }}', steps: [{run: echo}]}");
    ground.dryRun = true;

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.notices())
        .contains(
            "the legs of `b` are known when the run reaches it:"
                + " `${{ fromJSON(needs.a.outputs.list) }}`",
            "the labels of `c` are known when the run reaches it:"
                + " `${{ needs.a.outputs.label }}`");
  }
}
