// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.KillSequence;
import io.berth.spi.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// How commands are ended by others.
final class EndingCases {

  private static final String FOR_EVER = "while :; do sleep 0.05; done";

  static final List<Case> CASES =
      List.of(
          Case.of(
                  "EXE-15",
                  Profile.EXEC,
                  "a silent command lives, and its reader is not cut off",
                  EndingCases::silent)
              .within(Duration.ofMinutes(1))
              .aside(),
          Case.of(
                  "EXE-16",
                  Profile.EXEC,
                  "a signal can be trapped, and the status is the command's own",
                  EndingCases::trapped)
              .needs(Need.capability("TERMINATE", c -> c.signals().contains(Signal.TERMINATE))),
          Case.of(
                  "EXE-17",
                  Profile.EXEC,
                  "a command that ignores INT and TERM dies by KILL, in order and in time",
                  EndingCases::sequence)
              .needs(
                  Need.capability(
                      "all signals", c -> c.signals().containsAll(List.of(Signal.values())))),
          Case.of(
              "EXE-18",
              Profile.EXEC,
              "KILL ends the whole tree and no other command",
              EndingCases::tree),
          Case.of(
              "EXE-19",
              Profile.EXEC,
              "after a KILL another command runs",
              EndingCases::environmentStays),
          Case.of(
              "EXE-20",
              Profile.EXEC,
              "a limit ends a command without anybody asking",
              EndingCases::limit),
          Case.of(
              "EXE-21",
              Profile.EXEC,
              "a reader that leaves changes nothing",
              EndingCases::readerLeaves),
          Case.of(
                  "EXE-22",
                  Profile.EXEC,
                  "a child that keeps the output open holds up the result for 5 seconds, not for"
                      + " ever",
                  EndingCases::background)
              .aside(),
          Case.of(
              "EXE-31",
              Profile.EXEC,
              "a signal to a command that has ended changes nothing",
              EndingCases::tooLate));

  private EndingCases() {}

  private static void silent(Trial trial) throws InterruptedException {
    int seconds = trial.isLong() ? 600 : 8;
    Ended ended = trial.finish(trial.sh("sleep " + seconds + "; echo still here"));
    trial.equal("the output of a command that was silent", "still here\n", ended.text());
    trial.equal("its outcome", new ExecOutcome.Exited(0), ended.outcome());
  }

  /// Starts a script that says `ready` and waits for that.
  private static Execution ready(Trial trial, String before) throws InterruptedException {
    Execution execution = trial.sh(before + "; echo ready; " + FOR_EVER);
    trial.doing("reading the first output of a command that runs");
    trial.read(execution, 0, 0);
    return execution;
  }

  private static void trapped(Trial trial) throws InterruptedException {
    Execution execution = ready(trial, "trap 'echo caught; exit 9' TERM");
    trial.doing("TERMINATE to a command that traps it");
    execution.signal(Signal.TERMINATE);
    Ended ended = trial.finish(execution, "ready\n".length());
    // The shell itself may say that its child was ended.
    trial.equal("how often the trap ran", 1L, lines(ended, "caught"));
    trial.equal("the outcome", new ExecOutcome.Exited(9), ended.outcome());
  }

  private static long lines(Ended ended, String line) {
    return ended.text().lines().filter(line::equals).count();
  }

  private static void sequence(Trial trial) throws InterruptedException {
    Execution execution = ready(trial, "trap 'echo no' INT TERM");
    Duration patience = Duration.ofMillis(400);
    long start = System.nanoTime();
    trial.doing("a sequence of INTERRUPT, TERMINATE and KILL to a command that ignores the first");
    execution.end(
        new KillSequence(
            List.of(
                new KillSequence.Step(Signal.INTERRUPT, patience),
                new KillSequence.Step(Signal.TERMINATE, patience),
                new KillSequence.Step(Signal.KILL, patience))));
    Ended ended = trial.finish(execution, "ready\n".length());
    long took = (System.nanoTime() - start) / 1_000_000;
    trial.equal(
        "the outcome of a command that died by KILL",
        new ExecOutcome.Signalled(9),
        ended.outcome());
    trial.equal("how often its trap ran for two signals", 2L, lines(ended, "no"));
    trial.that(
        took >= 750, "the sequence took " + took + " ms, and each of two waits was to last 400 ms");
  }

  private static void tree(Trial trial) throws InterruptedException, IOException {
    String temp = trial.temp();
    Execution sibling = ready(trial, ":");
    Execution execution =
        trial.sh(
            "(trap '' INT TERM HUP; while :; do echo x >> '"
                + temp
                + "/beat'; sleep 0.05; done) >/dev/null 2>&1 & wait");
    trial.eventually("a grandchild runs", Duration.ofSeconds(10), () -> size(trial, "/beat") > 2);
    trial.doing("KILL to a command with a child");
    execution.signal(Signal.KILL);
    trial.finish(execution);
    LockSupport.parkNanos(200_000_000);
    long size = size(trial, "/beat");
    LockSupport.parkNanos(400_000_000);
    trial.equal(
        "the file that a child of a killed command writes to (it goes on if the child was left)",
        size,
        size(trial, "/beat"));
    trial.equal("whether a command beside it runs", true, runs(trial, sibling));
  }

  private static long size(Trial trial, String file) throws IOException, InterruptedException {
    return trial.environment().readFiles(List.of(trial.temp() + file), 1).getFirst().size();
  }

  static boolean runs(Trial trial, Execution execution) throws InterruptedException {
    trial.doing("waiting a little for the outcome of a command that has to run on");
    Thread waiter =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    execution.outcome();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    boolean ended = waiter.join(Duration.ofMillis(200));
    waiter.interrupt();
    return !ended;
  }

  static void environmentStays(Trial trial) throws InterruptedException {
    Execution execution = ready(trial, ":");
    trial.doing("KILL to a command");
    execution.signal(Signal.KILL);
    Ended ended = trial.finish(execution, "ready\n".length());
    trial.equal(
        "the outcome of a command that was killed", new ExecOutcome.Signalled(9), ended.outcome());
    trial.equal("a command after that", "on\n", trial.text("echo on"));
  }

  private static void limit(Trial trial) throws InterruptedException {
    Duration limit = Duration.ofMillis(500);
    ExecSpec usual = trial.spec(List.of("sh", "-c", "trap '' INT TERM; " + FOR_EVER));
    long start = System.nanoTime();
    Execution execution =
        trial.start(
            new ExecSpec(usual.id(), usual.command(), usual.env(), usual.directory(), limit));
    trial.doing("the outcome of a command with a limit of 500 ms");
    ExecOutcome outcome = execution.outcome();
    long took = (System.nanoTime() - start) / 1_000_000;
    trial.that(
        outcome instanceof ExecOutcome.TimedOut out && out.limit().compareTo(limit) <= 0,
        "a command with a limit of 500 ms ended as " + outcome);
    trial.that(took >= 450, "a limit of 500 ms ended a command after " + took + " ms");
    trial.equal("a command after that", "on\n", trial.text("echo on"));
  }

  private static void readerLeaves(Trial trial) throws InterruptedException, IOException {
    String go = trial.temp() + "/go";
    Execution execution = trial.sh("while [ ! -e '" + go + "' ]; do sleep 0.02; done; echo late");
    trial.doing("interrupting a reader that waits");
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    execution.read(0, 0);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    LockSupport.parkNanos(100_000_000);
    reader.interrupt();
    reader.join();
    trial.environment().writeFiles(List.of(new io.berth.spi.FileWrite(go, new byte[0], false)));
    Ended ended = trial.finish(execution);
    trial.equal("the output after a reader left", "late\n", ended.text());
    trial.equal("the outcome after a reader left", new ExecOutcome.Exited(0), ended.outcome());
  }

  private static void background(Trial trial) throws InterruptedException {
    long start = System.nanoTime();
    Ended ended = trial.finish(trial.sh("echo begun; (sleep 60; echo late) &"));
    long took = (System.nanoTime() - start) / 1_000_000;
    trial.equal("the output", "begun\n", ended.text());
    trial.equal("the outcome", new ExecOutcome.Exited(0), ended.outcome());
    trial.that(
        took < 12_000, "a child that kept the output open held up the result for " + took + " ms");
  }

  private static void tooLate(Trial trial) throws InterruptedException {
    Execution execution = trial.sh("exit 3");
    Ended ended = trial.finish(execution);
    trial.doing("signals to a command that has ended");
    if (trial.backend().capabilities().signals().contains(Signal.TERMINATE)) {
      execution.signal(Signal.TERMINATE);
    }
    execution.signal(Signal.KILL);
    trial.equal("the outcome after that", ended.outcome(), execution.outcome());
    trial.equal(
        "the recovery of the outcome through the environment",
        true,
        trial.environment().execution(execution.id()).isPresent());
  }
}
