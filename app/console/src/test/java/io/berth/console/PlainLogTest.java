// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.Annotation;
import io.berth.engine.Event;
import io.berth.engine.JobKey;
import io.berth.engine.LogBlock;
import io.berth.engine.Result;
import io.berth.engine.StepKey;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainLogTest {

  private static final Theme PLAIN = new Theme(false, false);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aRunReadsWellInALogFile() throws IOException {
    Stories.mixed(story(Folds.NONE, false), () -> {});

    Golden.check("plain.txt", printed());
  }

  @Test
  void insideOfActionsEveryStepIsAGroup() throws IOException {
    Stories.mixed(story(Folds.ACTIONS, false), () -> {});

    Golden.check("plain-actions.txt", printed());
  }

  @Test
  void outputPassesByteForByte() {
    Story story = story(Folds.NONE, false).begins().job("a", "a").jobStarts("a", "s");
    byte[] odd = {'x', 0, (byte) 0xFF, 9, 13, 0x1B, '[', '2', 'J', '\n'};

    story.stepStarts("a", 1, "s").prints("a", 1, odd);

    assertThat(out.toByteArray()).endsWith(odd);
  }

  @Test
  void whereColoursAreNotWantedOutputLosesItsOwn() {
    Story story = story(Folds.NONE, false).begins().job("a", "a").jobStarts("a", "s");

    story.stepStarts("a", 1, "s").prints("a", 1, "\u001b[36;1mblue\u001b[0m end\n");

    assertThat(printed()).endsWith("blue end\n");
  }

  @Test
  void onATerminalOutputCannotMoveTheCursor() {
    Story story = story(Folds.NONE, true).begins().job("a", "a").jobStarts("a", "s");

    story.stepStarts("a", 1, "s").prints("a", 1, "a\u001b[2Jb\u001b]0;t\u0007c\b\nplain\n");

    assertThat(printed()).endsWith("abc\nplain\n");
  }

  @Test
  void twoStepsAtOnceAreNeverMixed() {
    Story story = story(Folds.NONE, false).begins().job("a", "a").job("b", "b");
    story.jobStarts("a", "one").jobStarts("b", "two");
    story.stepStarts("a", 1, "one").stepStarts("b", 1, "two");

    for (int i = 0; i < 3; i++) {
      story.prints("a", 1, "from a " + i + "\n").prints("b", 1, "from b " + i + "\n");
    }
    story.stepEnds("b", 1, Result.SUCCESS, 0).stepEnds("a", 1, Result.SUCCESS, 0);

    assertThat(printed())
        .contains("from a 0\nfrom a 1\nfrom a 2\n", "from b 0\nfrom b 1\nfrom b 2\n");
  }

  @Test
  void aJobIsFollowedAndItsBackgroundStepsAreToldBetween() throws IOException {
    Stories.sideBySide(story(Folds.NONE, false), () -> {});

    Golden.check("plain-side-by-side.txt", printed());
  }

  @Test
  void aStepThatWaitsForItsTurnIsHeldBackOnlyUpToABound() {
    Story story = story(Folds.NONE, false).begins().job("a", "a").job("b", "b");
    story.jobStarts("a", "one").jobStarts("b", "two");
    story.stepStarts("a", 1, "one").stepStarts("b", 1, "two").prints("a", 1, "first\n");
    String block = "0123456789abcdef\n".repeat(4096);

    for (int i = 0; i < 100; i++) {
      story.prints("b", 1, block);
    }

    assertThat(out.size()).isGreaterThan(90 * block.length());
  }

  @Test
  void aRunnerAroundUsDoesNotObeyOurJobs() {
    Story story = story(Folds.ACTIONS, false).begins().job("a", "a").jobStarts("a", "s");

    story.stepStarts("a", 1, "s");
    story.prints("a", 1, "::add-path::/evil\n  ::set-env name=a::b\nx ##[add-path]/evil\nok\n");

    assertThat(printed().lines().filter(line -> line.strip().startsWith("::")))
        .allMatch(line -> line.startsWith("::group::"));
    assertThat(printed()).doesNotContain("##[").contains("ok\n");
  }

  @Test
  void anErrorOfAJobShowsTheLineAtFault() {
    Sources sources = (_, line) -> line == 5 ? "    services: [db]" : null;
    var log = new PlainLog(out, PLAIN, Folds.NONE, false, sources);
    var clock = new ManualClock();
    var error =
        new BerthError(
            ErrorCode.LAYER_UNSUPPORTED,
            "there are no services",
            "remove the key",
            new SourceSpan("ci.yml", 5, 5, 8),
            List.of());
    Story story = new Story(log, () -> {}, clock).begins().job("a", "a");

    story.happens(new Event.JobCompleted(new JobKey("a"), Result.FAILURE, false, Map.of(), error));

    assertThat(printed())
        .contains("error[B1007]: there are no services", "5 |     services: [db]", "^^^^^^^^");
  }

  @Test
  void whyAStepFailedIsSaidInItsOutputAndOnceMoreInTheVerdict() {
    Story story = story(Folds.NONE, false).begins().job("a", "a").jobStarts("a", "s");
    story.stepStarts("a", 1, "s").prints("a", 1, "##[error]it broke\n");
    var remark = new Annotation(Annotation.Level.ERROR, "it broke", "", null);

    story.remarks("a", 1, remark).stepEnds("a", 1, Result.FAILURE, 1);
    story.jobEnds("a", Result.FAILURE).ends(Result.FAILURE);

    assertThat(printed().split("it broke", -1)).hasSize(3);
  }

  @Test
  void whyAJobCouldNotRunIsSaidInItsOutputAndOnceMoreInTheVerdict() {
    Story story = story(Folds.NONE, false).begins().job("a", "a").jobStarts("a", "s");
    story.stepStarts("a", 1, "s").prints("a", 1, "##[error]no place\n");
    var remark = new Annotation(Annotation.Level.ERROR, "no place (go)", "", null);
    story.remarks("a", 1, remark);
    story.stepEnds("a", 1, Result.FAILURE, null);
    var error = BerthError.of(ErrorCode.LAYER_UNSUPPORTED, "no place", "go");

    story.happens(new Event.JobCompleted(new JobKey("a"), Result.FAILURE, false, Map.of(), error));
    story.ends(Result.FAILURE);

    assertThat(printed().split("no place", -1)).hasSize(3);
    assertThat(printed()).contains("x a\nerror[B1007]: no place\n");
  }

  @Test
  void summariesStandInTheVerdictUpToALimit() {
    Story story = story(Folds.NONE, false).begins().job("a", "lint").jobStarts("a", "s");
    var step = new StepKey(new JobKey("a"), 1);

    story.stepStarts("a", 1, "check");
    story.happens(new Event.Detail.SummaryWritten(step, "# Found\n\n- \u001b[2Jone\n"));
    story.happens(new Event.Detail.SummaryWritten(step, "line\n".repeat(43)));
    story.stepEnds("a", 1, Result.SUCCESS, 0).jobEnds("a", Result.SUCCESS).ends(Result.SUCCESS);

    assertThat(printed())
        .contains("summary of lint - check\n| # Found\n| \n| - one\n\n")
        .contains("| line\n| and 3 more lines: berth logs --summary 7\n");
  }

  @Test
  void summariesCanBeLeftOutOrPrintedAlone() {
    var step = new StepKey(new JobKey("a"), 1);
    var event = new Event.Detail.SummaryWritten(step, "# All\n\u001b[2Jof it");
    var log = new PlainLog(out, PLAIN, Folds.NONE, false, Sources.NONE);

    Summaries.without(log).onEvent(1, new ManualClock().instant(), event);
    new Summaries(out, true).onEvent(1, new ManualClock().instant(), event);

    assertThat(printed()).isEqualTo("# All\nof it\n");
  }

  @Test
  void withoutARunThereIsNoVerdict() {
    Story story = story(Folds.NONE, false);

    story.happens(new Event.Noticed("nothing to do"));
    story.ends(Result.SUCCESS);

    assertThat(printed()).isEqualTo("notice: nothing to do\n");
  }

  @Test
  void aBlockWithoutALineEndDoesNotSwallowOurLines() {
    Story story = story(Folds.NONE, false).begins().job("a", "a").jobStarts("a", "s");

    story.stepStarts("a", 1, "s").prints("a", 1, "no end").stepEnds("a", 1, Result.SUCCESS, 0);

    assertThat(printed()).contains("no end\n[a] s: succeeded");
  }

  @Test
  void marksAreFoundWhereverTheyStand() {
    var log = new PlainLog(out, PLAIN, Folds.NONE, false, Sources.NONE);
    for (int shift = 0; shift < 9; shift++) {
      out.reset();
      String text =
          "#".repeat(shift) + "\n##[error]bad\n#[x\n##[warning]odd\n##[group]G\n##[endgroup]\n";
      var step = new StepKey(new JobKey("a"), 1);

      log.onLog(
          new LogBlock(step, new ManualClock().instant(), text.getBytes(StandardCharsets.UTF_8)));

      assertThat(printed()).endsWith("#".repeat(shift) + "\nerror: bad\n#[x\nwarning: odd\n> G\n");
    }
  }

  private Story story(Folds folds, boolean screen) {
    return new Story(
        new PlainLog(out, PLAIN, folds, screen, Sources.NONE), () -> {}, new ManualClock());
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
