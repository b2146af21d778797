// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.model.ErrorCode;
import io.berth.spi.Capabilities.Recovery;
import io.berth.spi.Chunk;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Execution;
import io.berth.spi.FileWrite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// What is found again after a restart.
final class RecoveryCases {

  private static final Duration START = Duration.ofSeconds(30);

  static final List<Case> CASES =
      List.of(
          Case.of(
              "REC-01",
              Profile.RECOVERY,
              "all environments of a runner are listed, once each",
              RecoveryCases::listed),
          Case.of(
                  "REC-02",
                  Profile.RECOVERY,
                  "after a restart of the plugin an environment is listed, and is removed by its"
                      + " id",
                  RecoveryCases::listedAfterRestart)
              .needs(Need.recovery(Recovery.LIST))
              .needs(Need.RESTART)
              .within(Duration.ofMinutes(1)),
          Case.of(
                  "REC-03",
                  Profile.RECOVERY,
                  "after a restart of the plugin an environment is adopted and used again",
                  RecoveryCases::usedAfterRestart)
              .needs(Need.recovery(Recovery.ENVIRONMENT))
              .needs(Need.RESTART)
              .within(Duration.ofMinutes(1)),
          Case.of(
                  "REC-04",
                  Profile.RECOVERY,
                  "who adopts replaces who was there before",
                  RecoveryCases::fenced)
              .needs(Need.recovery(Recovery.ENVIRONMENT)),
          Case.of(
                  "REC-05",
                  Profile.RECOVERY,
                  "what expired while the plugin was away ends with its restart",
                  RecoveryCases::expiredMeanwhile)
              .needs(Need.recovery(Recovery.LIST))
              .needs(Need.RESTART)
              .within(Duration.ofMinutes(2)),
          Case.of(
              "REC-08",
              Profile.RECOVERY,
              "adopting what never was is refused",
              RecoveryCases::adoptedNothing),
          Case.of(
                  "RAT-07",
                  Profile.RECOVERY,
                  "after a restart of the plugin a command has gone on, and its output is read on"
                      + " without a gap",
                  RecoveryCases::readAfterRestart)
              .needs(Need.recovery(Recovery.EXEC))
              .needs(Need.RESTART)
              .within(Duration.ofSeconds(90)));

  private RecoveryCases() {}

  private static void listed(Trial trial) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String id = trial.freshId();
      trial.create(trial.request(id));
      ids.add(id);
    }
    trial.doing("listing environments");
    List<String> listed = new ArrayList<>();
    for (EnvironmentStatus status : trial.backend().list(trial.subject().runner())) {
      trial.equal(
          "the runner of an environment that is listed",
          trial.subject().runner(),
          status.owner().runner());
      if (ids.contains(status.id())) {
        listed.add(status.id());
      }
    }
    listed.sort(null);
    ids.sort(null);
    trial.equal("which of three environments are listed, and how often,", ids, listed);
  }

  /// Starts the plugin anew and waits until it answers.
  private static void restart(Trial trial) throws InterruptedException, IOException {
    Restart restart = trial.subject().restart();
    if (restart == null) {
      throw new IllegalStateException("the case needs a way to restart");
    }
    trial.doing("starting the plugin anew");
    restart.run();
    trial.eventually(
        "the plugin answers after its restart",
        START,
        () -> {
          trial.backend().list(trial.subject().runner());
          return true;
        });
  }

  private static void listedAfterRestart(Trial trial) throws InterruptedException, IOException {
    String id = trial.freshId();
    trial.create(trial.request(id));
    restart(trial);
    trial.that(
        trial.status(id) != null,
        "recovery LIST is declared, and after a restart of the plugin an environment is not"
            + " listed any more");
    trial.backend().remove(id, trial.owner(2));
    EnvironmentStatus status = trial.status(id);
    trial.that(
        status == null || status.state() == EnvironmentStatus.State.REMOVED,
        "an environment that was removed by its id after a restart is still listed: " + status);
  }

  private static void usedAfterRestart(Trial trial) throws InterruptedException, IOException {
    String id = trial.freshId();
    Environment before = trial.create(trial.request(id));
    String file = before.layout().paths().workspace() + "/kept";
    before.writeFiles(List.of(new FileWrite(file, new byte[] {'x'}, false)));
    restart(trial);
    trial.doing("adoption of an environment after a restart of the plugin");
    Environment after = trial.backend().adopt(id, trial.owner(2));
    trial.equal("the layout after a restart", before.layout(), after.layout());
    trial.equal("a file after a restart", "x", trial.finish(trial.sh(after, "cat kept")).text());
  }

  private static void fenced(Trial trial) throws InterruptedException {
    String id = trial.freshId();
    trial.create(trial.request(id));
    trial.doing("adoption of an environment with a higher fence");
    Environment adopted = trial.backend().adopt(id, trial.owner(7));
    trial.equal("a command after that", "on\n", trial.finish(trial.sh(adopted, "echo on")).text());
    trial.refused(
        "adoption with a fence that is smaller than the last",
        () -> trial.backend().adopt(id, trial.owner(3)),
        ErrorCode.OWNER_STALE,
        ErrorCode.ENVIRONMENT_NOT_READY);
  }

  private static void expiredMeanwhile(Trial trial) throws InterruptedException, IOException {
    String id = trial.freshId();
    trial.create(trial.request(id, Duration.ofSeconds(2), null));
    LockSupport.parkNanos(2_500_000_000L);
    restart(trial);
    trial.eventually(
        "what expired while the plugin was away ends",
        Duration.ofSeconds(65),
        () -> {
          EnvironmentStatus status = trial.status(id);
          return status == null || status.state().compareTo(EnvironmentStatus.State.LOST) >= 0;
        });
  }

  private static void adoptedNothing(Trial trial) throws InterruptedException {
    trial.environment();
    trial.refused(
        "adoption of an environment that never was",
        () -> trial.backend().adopt("never-was", trial.owner(2)),
        ErrorCode.ENVIRONMENT_NOT_READY,
        ErrorCode.ENVIRONMENT_LOST);
  }

  private static void readAfterRestart(Trial trial) throws InterruptedException, IOException {
    EnvironmentRequest request = trial.request(trial.freshId());
    Environment environment = trial.create(request);
    Execution running =
        trial.sh(
            environment,
            "i=0; while [ $i -lt 100 ]; do echo line $i; i=$((i+1)); sleep 0.05; done");
    trial.doing("reading the first output of a command that runs");
    Chunk first = trial.read(running, 0, 0);
    restart(trial);
    Environment adopted = trial.backend().adopt(request.id(), trial.owner(2));
    Execution found =
        adopted
            .execution(running.id())
            .orElseThrow(
                () ->
                    new Broken(
                        "recovery EXEC is declared, and after a restart of the plugin a command"
                            + " that ran is not found any more"));
    Ended ended = trial.finish(found, first.end());
    var wanted = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      wanted.append("line ").append(i).append('\n');
    }
    trial.equal(
        "the outcome of a command that went on", new ExecOutcome.Exited(0), ended.outcome());
    String text = new String(first.bytes(), StandardCharsets.UTF_8) + ended.text();
    trial.that(
        text.contentEquals(wanted),
        "the output before and after a restart of the plugin, which begins at position "
            + first.end()
            + ", is "
            + text.length()
            + " bytes long and another than the "
            + wanted.length()
            + " that were wanted from position "
            + Arrays.mismatch(text.toCharArray(), wanted.toString().toCharArray())
            + " on");
  }
}
