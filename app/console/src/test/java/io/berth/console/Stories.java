// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import io.berth.engine.Annotation;
import io.berth.engine.Event;
import io.berth.engine.JobKey;
import io.berth.engine.Result;
import io.berth.engine.StepKey;
import java.util.Map;

/// Runs that several renderers are told.
final class Stories {

  private Stories() {}

  /// A job, two legs side by side of which one fails, a job that is skipped for it, and one whose
  /// failure is allowed.
  static void mixed(Story story, Runnable halfway) {
    story.begins();
    story.job("build", "build").job("test_linux", "test (linux, 日本語の長い名前のジョブ)", "build");
    story.job("test_mac", "test (macos)", "build").job("docs", "docs", "build");
    story.job("deploy", "deploy to production", "test_linux", "test_mac");
    story.happens(new Event.Noticed("the branch filter of `push` is not applied"));

    story.after(100).jobStarts("build", "Set up job", "Compile everything there is to compile");
    story.stepStarts("build", 1, "Set up job").after(300);
    story.stepEnds("build", 1, Result.SUCCESS, null);
    story.stepStarts("build", 2, "Compile everything there is to compile");
    story.prints(
        "build", 2, "##[group]Download\n" + "fetched a jar\n".repeat(30) + "##[endgroup]\n");
    story.prints("build", 2, "[1/2] compiling main\n").after(1200);
    story.prints(
        "build", 2, "[2/2] compiling tests, with a line that is far too long for any row\n");
    story.after(900).stepEnds("build", 2, Result.SUCCESS, 0).jobEnds("build", Result.SUCCESS);

    story.jobStarts("test_linux", "Set up job", "Run tests");
    story.jobStarts("test_mac", "Set up job", "Run tests").jobStarts("docs", "Spell");
    story.stepStarts("test_linux", 1, "Set up job").stepEnds("test_linux", 1, Result.SUCCESS, 0);
    story.stepStarts("test_linux", 2, "Run tests").stepStarts("test_mac", 2, "Run tests");
    story.stepStarts("docs", 1, "Spell");
    story
        .prints("test_linux", 2, "ok 1 - adds\n")
        .prints("test_mac", 2, "##[group]Suite A\nok a\n");
    story.after(2500);
    halfway.run();
    story.prints("docs", 1, "teh -> the\n");
    story.happens(
        new Event.StepCompleted(
            new StepKey(new JobKey("docs"), 1), Result.FAILURE, Result.SUCCESS, 1));
    story.jobEnds("docs", Result.SUCCESS).after(700);
    story.prints("test_linux", 2, "##[error]expected 4, found 5\n1 of 2 tests failed\n");
    story.remarks(
        "test_linux",
        2,
        new Annotation(
            Annotation.Level.ERROR,
            "expected 4, found 5",
            "",
            new Annotation.Place("src/add.js", 12, 12, 3, 3)));
    story.later(62_000).stepEnds("test_linux", 2, Result.FAILURE, 2);
    story.jobEnds("test_linux", Result.FAILURE).after(500);
    story.prints("test_mac", 2, "ok b\n##[endgroup]\nall passed\n");
    story.stepEnds("test_mac", 2, Result.SUCCESS, 0).jobEnds("test_mac", Result.SUCCESS);
    story.happens(
        new Event.JobCompleted(new JobKey("deploy"), Result.SKIPPED, false, Map.of(), null));
    story.ends(Result.FAILURE);
  }

  /// A job whose server runs while two steps run side by side and fail, and others one by one.
  static void sideBySide(Story story, Runnable halfway) {
    story.begins().job("a", "test").jobStarts("a");
    story.background("a", 1, "Serve").background("a", 2, "Build").background("a", 3, "Lint");
    story.stepStarts("a", 1, "Serve").prints("a", 1, "listening\n").after(200);
    story.stepStarts("a", 2, "Build").stepStarts("a", 3, "Lint");
    story.stepStarts("a", 4, "Wait for 2 parallel steps").after(200);
    for (int i = 1; i <= 3; i++) {
      story.prints("a", 2, "compiling " + i + "\n").prints("a", 3, "reading " + i + "\n");
      story.prints("a", 1, "request " + i + "\n").after(100);
    }
    halfway.run();
    story.prints("a", 3, "##[error]one mistake\n").stepEnds("a", 3, Result.FAILURE, 1);
    story.after(300).stepEnds("a", 2, Result.SUCCESS, 0);
    story.prints("a", 4, "Build: success\nLint: failure\n").stepEnds("a", 4, Result.FAILURE, null);
    story.stepStarts("a", 5, "Collect").prints("a", 5, "collecting\n");
    story.prints("a", 1, "request 4\n").prints("a", 5, "collected\n").after(100);
    story.stepEnds("a", 5, Result.SUCCESS, 0).stepStarts("a", 6, "Cancel server");
    story.prints("a", 1, "A later step cancelled this one.\n");
    story.stepEnds("a", 1, Result.CANCELLED, 0);
    story.prints("a", 6, "Serve: cancelled\n").stepEnds("a", 6, Result.SUCCESS, null);
    story.jobEnds("a", Result.FAILURE).ends(Result.FAILURE);
  }
}
