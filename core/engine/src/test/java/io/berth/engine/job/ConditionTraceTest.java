// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConditionTraceTest {

  private static final String DEBUG = "env: {X: y}";

  @Test
  void whoDebugsSeesHowConditionsCameOut() {
    var job =
        ScriptedJob.debugging(
                DEBUG,
                "steps: [{run: one, if: \"env.X == 'z'\"}, {name: \"n ${{ env.X }}\", run: two}]")
            .go();

    assertThat(job.results()).containsExactly("skipped", "success");
    assertThat(job.log)
        .containsSubsequence(
            "##[debug]Evaluating condition for step: 'Run one'",
            "##[debug]Evaluating: success() && (env.X == 'z')",
            "##[debug]Expanded: (true && ('y' == 'z'))",
            "##[debug]Result: false",
            "##[debug]Evaluating condition for step: 'n y'",
            "##[debug]Evaluating: success()",
            "##[debug]Expanded: true",
            "##[debug]Result: true");
  }

  @Test
  void nobodyElseDoes() {
    var job = ScriptedJob.of("steps: [{run: one}]").go();

    assertThat(job.log).noneMatch(line -> line.contains("##[debug]"));
  }
}
