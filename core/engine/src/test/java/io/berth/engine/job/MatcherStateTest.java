// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.matcher.MatcherFile.Definition;
import io.berth.engine.output.CommandEffect;
import io.berth.spi.ExecOutcome;
import org.junit.jupiter.api.Test;

class MatcherStateTest {

  private static final String GCC = "{\"owner\": \"gcc\"}";

  private static Input asked(ScriptedJob job, CommandEffect effect) {
    return new Input.Asked(job.key(1), effect);
  }

  @Test
  void theMatchersOfAStepWatchTheStepsAfterIt() {
    var job = ScriptedJob.of("steps: [{run: one}, {run: two}]").hangs(1).go();
    job.tell(asked(job, new CommandEffect.AddMatcher(new Definition("gcc", GCC))));
    job.tell(asked(job, new CommandEffect.AddMatcher(new Definition("tsc", "{}"))));
    job.tell(asked(job, new CommandEffect.AddMatcher(new Definition("GCC", "{\"new\": 1}"))));

    job.ends(1, new ExecOutcome.Exited(0));

    assertThat(job.run(1).matchers()).isEmpty();
    assertThat(job.run(2).matchers())
        .containsExactly(new Definition("GCC", "{\"new\": 1}"), new Definition("tsc", "{}"));
  }

  @Test
  void aRemovedMatcherWatchesNoLonger() {
    var job = ScriptedJob.of("steps: [{run: one}, {run: two}]").hangs(1).go();
    job.tell(asked(job, new CommandEffect.AddMatcher(new Definition("gcc", GCC))));
    job.tell(asked(job, new CommandEffect.RemoveMatcher("Gcc")));

    job.ends(1, new ExecOutcome.Exited(0));

    assertThat(job.run(2).matchers()).isEmpty();
  }
}
