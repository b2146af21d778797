// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.Event;
import io.berth.engine.JobKey;
import io.berth.engine.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveTreeTest {

  private static final Theme COLOURED = new Theme(true, true);
  private static final Theme BARE = new Theme(false, false);

  @ParameterizedTest
  @CsvSource({"80, 24", "40, 24"})
  void aRunIsDrawnAsRecorded(int columns, int rows) throws IOException {
    var terminal = new Terminal(new Size(columns, rows));
    var halfway = new ArrayList<String>();

    Stories.mixed(Story.on(terminal, COLOURED), () -> halfway.add(terminal.screen()));

    String name = "tree-" + columns + "x" + rows;
    Golden.check(name + ".recording", terminal.recorded());
    Golden.check(name + "-halfway.txt", halfway.getFirst());
    Golden.check(name + "-end.txt", terminal.everything());
  }

  @Test
  void stepsOfAJobThatRunSideBySideAreDrawnBelowEachOther() throws IOException {
    var terminal = new Terminal(Size.USUAL);
    var halfway = new ArrayList<String>();

    Stories.sideBySide(Story.on(terminal, BARE), () -> halfway.add(terminal.screen().toString()));

    Golden.check("tree-side-by-side-halfway.txt", halfway.getFirst());
    Golden.check("tree-side-by-side-end.txt", terminal.everything());
  }

  @Test
  void withoutUnicodeEveryRowIsAsciiApartFromWhatJobsSay() throws IOException {
    var terminal = new Terminal(Size.USUAL);

    Stories.mixed(Story.on(terminal, BARE), () -> {});

    Golden.check("tree-ascii-end.txt", terminal.everything());
  }

  @Test
  void thereAreAtMostTenDrawingsASecond() {
    var terminal = new Terminal(Size.USUAL);
    var clock = new ManualClock();
    var tree = new LiveTree(terminal, BARE, terminal::size, clock, Sources.NONE);
    var story = new Story(tree, () -> {}, clock);
    story.begins().job("a", "a").jobStarts("a", "s").stepStarts("a", 1, "s");

    for (int i = 0; i < 2000; i++) {
      story.prints("a", 1, "line " + i + "\n");
      clock.pass(5);
      tree.tick();
    }

    assertThat(terminal.writes()).isBetween(90, 101);
  }

  @Test
  void nothingIsWrittenWhileNothingChanges() {
    var terminal = new Terminal(Size.USUAL);
    Story story = Story.on(terminal, BARE).begins().job("a", "a").jobStarts("a", "s");
    story.stepStarts("a", 1, "s").after(1000);
    int before = terminal.writes();

    story.after(900);

    assertThat(terminal.writes()).isEqualTo(before);
  }

  @Test
  void aSmallerTerminalIsDrawnInItsOwnSize() {
    var terminal = new Terminal(new Size(100, 30));
    Story story = Story.on(terminal, BARE).begins();
    for (int i = 0; i < 40; i++) {
      story.job("j" + i, "a job with quite a long name, number " + i);
    }
    for (int i = 0; i < 20; i++) {
      story.jobStarts("j" + i, "s").stepStarts("j" + i, 1, "step").prints("j" + i, 1, "hello\n");
    }
    story.after(300);

    terminal.resize(new Size(30, 10));
    story.after(300);

    assertThat(terminal.screen().lines()).hasSizeLessThanOrEqualTo(10);
    assertThat(terminal.screen().lines()).allMatch(line -> Width.of(line) < 30);
  }

  @Test
  void manyRunningJobsNeverFillMoreThanTheScreen() {
    for (int running = 0; running < 60; running += 7) {
      for (int waiting = 0; waiting < 40; waiting += 13) {
        var terminal = new Terminal(new Size(40, 12));
        Story story = Story.on(terminal, BARE).begins();
        for (int i = 0; i < running; i++) {
          story.job("r" + i, "runs " + i).jobStarts("r" + i, "s").stepStarts("r" + i, 1, "step");
          story.prints("r" + i, 1, "one\ntwo\nthree\nfour\nfive\nsix\nseven\n");
        }
        for (int i = 0; i < waiting; i++) {
          story.job("w" + i, "waits " + i, "r0");
        }

        story.after(500);

        assertThat(terminal.screen().lines().filter(line -> line.contains("of")))
            .as("%s running, %s waiting: %s", running, waiting, terminal.screen())
            .isNotEmpty();
      }
    }
  }

  @Test
  void jobsOfACalledWorkflowStandBehindTheirCallerAndKeepTheirSteps() {
    var terminal = new Terminal(Size.USUAL);
    Story story = Story.on(terminal, BARE).begins().job("call", "call").job("last", "last", "call");
    var called =
        new Event.JobInfo(
            new JobKey("call/one"), "one", "call / one", new JobKey("call"), List.of(), 1);
    story.happens(new Event.JobAdded(called)).jobStarts("call").jobStarts("call/one", "work");

    story.stepStarts("call/one", 1, "work").stepEnds("call/one", 1, Result.SUCCESS, 0).after(100);
    String during = terminal.screen();
    story.jobEnds("call/one", Result.SUCCESS).jobEnds("call", Result.SUCCESS);
    story.jobEnds("last", Result.SKIPPED).ends(Result.SUCCESS);

    assertThat(during)
        .contains("call / one\n  + work")
        .containsSubsequence("* call ", "* call / one");
    assertThat(terminal.everything())
        .containsSubsequence("+ call        succeeded", "+ call / one  succeeded", "- last");
  }

  @Test
  void theCursorIsShownAgainAtTheEnd() {
    var terminal = new Terminal(Size.USUAL);
    var clock = new ManualClock();
    var tree = new LiveTree(terminal, BARE, terminal::size, clock, Sources.NONE);
    new Story(tree, tree::tick, clock).begins().job("a", "a").jobStarts("a", "s").after(200);
    assertThat(terminal.cursorShown()).isFalse();

    tree.close();

    assertThat(terminal.cursorShown()).isTrue();
  }

  @Test
  void whatJobsPrintAndAreCalledCannotTakeTheScreenOver() {
    List<String> attacks =
        List.of(
            "\u001b[2J\u001b[H",
            "\u001b[1A\u001b[2K",
            "\u001b]0;title\u0007",
            "\u001b]8;;x\u001b\\",
            "\u001bc",
            "\u001b[?1049h",
            "\u001bP+q\u001b\\",
            "\u009b2J",
            "\b\b\b",
            "\u0007",
            "\u001b[",
            "\u001b",
            "\u001b]52;c;aGk=",
            "a\rb",
            "\u202Eabc",
            "\u000b\f",
            "\u001b[31");
    var terminal = new Terminal(Size.USUAL);
    Story story = Story.on(terminal, COLOURED).begins();

    for (int i = 0; i < attacks.size(); i++) {
      String attack = attacks.get(i);
      story.job("j" + i, "job " + attack).jobStarts("j" + i, "s");
      story.stepStarts("j" + i, 1, "step " + attack).prints("j" + i, 1, "log " + attack + " x\n");
      story.prints("j" + i, 1, "##[group]g" + attack + "\n" + attack + "\n").after(200);
      story.stepEnds("j" + i, 1, Result.FAILURE, 1).jobEnds("j" + i, Result.FAILURE);
    }
    story.ends(Result.FAILURE);

    assertThat(terminal.everything()).contains("17 failed").doesNotContain("\u202E");
  }
}
