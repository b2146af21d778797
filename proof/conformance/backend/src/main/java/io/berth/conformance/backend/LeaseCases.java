// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.spi.EnvironmentStatus;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Execution;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What ends when nobody renews it.
final class LeaseCases {

  private static final Duration SHORT = Duration.ofSeconds(3);

  /// How long after its lease an environment may go on.
  private static final Duration GRACE = Duration.ofMinutes(1);

  static final List<Case> CASES =
      List.of(
          Case.of(
                  "LEA-01",
                  Profile.LEASES,
                  "an environment that nobody renews ends, with what runs in it",
                  LeaseCases::unrenewed)
              .within(Duration.ofSeconds(80))
              .aside(),
          Case.of(
                  "LEA-02",
                  Profile.LEASES,
                  "renewing keeps an environment longer than its first lease",
                  LeaseCases::renewed)
              .aside(),
          Case.of(
                  "LEA-03",
                  Profile.LEASES,
                  "an environment ends at its bound even if it is renewed",
                  LeaseCases::bounded)
              .within(Duration.ofSeconds(80))
              .aside(),
          Case.of(
              "LEA-04",
              Profile.LEASES,
              "the end of a lease is told, and lies as far ahead as the lease is long",
              LeaseCases::told),
          Case.of(
              "LEA-05",
              Profile.LEASES,
              "ids that are unknown or have ended are left out of what was renewed",
              LeaseCases::unknownIds));

  private LeaseCases() {}

  private static void unrenewed(Trial trial) throws InterruptedException {
    String id = trial.freshId();
    var environment = trial.create(trial.request(id, SHORT, null));
    Execution running = trial.sh(environment, "while :; do sleep 0.1; done");
    ended(trial, id, running, "was not renewed for " + SHORT.toSeconds() + " s");
  }

  private static void ended(Trial trial, String id, Execution running, String why)
      throws InterruptedException {
    var outcome = new AtomicReference<@Nullable ExecOutcome>();
    Thread waiter =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    outcome.set(running.outcome());
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    try {
      trial.eventually(
          "an environment that " + why + " ends with what runs in it",
          SHORT.plus(GRACE),
          () -> outcome.get() != null && hasEnded(trial.status(id)));
    } finally {
      waiter.interrupt();
    }
    trial.that(
        outcome.get() instanceof ExecOutcome.EnvironmentLost,
        "a command in an environment whose lease ran out ended as "
            + outcome.get()
            + ", not as lost");
  }

  private static boolean hasEnded(@Nullable EnvironmentStatus status) {
    return status == null
        || switch (status.state()) {
          case EXPIRED, REMOVING, REMOVED, LOST, FAILED -> true;
          case CREATING, READY, DEGRADED -> false;
        };
  }

  private static void renewed(Trial trial) throws InterruptedException {
    String id = trial.freshId();
    var environment = trial.create(trial.request(id, SHORT, null));
    Execution running = trial.sh(environment, "sleep 7; echo kept");
    for (int i = 0; i < 8; i++) {
      trial.doing("renewing a lease");
      trial.equal(
          "the ids that were renewed",
          List.of(id),
          trial.backend().renew(List.of(id), trial.owner(), SHORT));
      LockSupport.parkNanos(1_000_000_000);
    }
    Ended ended = trial.finish(running);
    trial.equal(
        "the output of a command in an environment that was renewed", "kept\n", ended.text());
    trial.equal("its outcome", new ExecOutcome.Exited(0), ended.outcome());
  }

  private static void bounded(Trial trial) throws InterruptedException, IOException {
    String id = trial.freshId();
    var environment =
        trial.create(trial.request(id, Duration.ofMinutes(5), Instant.now().plus(SHORT)));
    trial.backend().renew(List.of(id), trial.owner(), Duration.ofMinutes(5));
    Execution running = trial.sh(environment, "while :; do sleep 0.1; done");
    ended(trial, id, running, "was to end in " + SHORT.toSeconds() + " s whatever is renewed");
  }

  private static void told(Trial trial) throws InterruptedException {
    String id = trial.freshId();
    Duration lease = Duration.ofMinutes(5);
    trial.create(trial.request(id, lease, null));
    wantEnd(trial, id, lease, "a new environment");
    trial.backend().renew(List.of(id), trial.owner(), Duration.ofMinutes(20));
    wantEnd(trial, id, Duration.ofMinutes(20), "an environment that was renewed");
  }

  private static void wantEnd(Trial trial, String id, Duration lease, String what) {
    EnvironmentStatus status = trial.status(id);
    Instant end = status == null ? null : status.leaseEnd();
    if (end == null) {
      throw new Broken("the end of the lease of " + what + " is not told");
    }
    Duration granted = min(lease, trial.backend().capabilities().limits().maxLease());
    Duration ahead = Duration.between(Instant.now(), end);
    trial.that(
        ahead.minus(granted).abs().compareTo(Duration.ofSeconds(30)) < 0,
        "the lease of "
            + what
            + " is "
            + granted.toSeconds()
            + " s long, and its end is told as "
            + ahead.toSeconds()
            + " s ahead of the runner's clock: leases count from now, and clocks have to agree");
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static void unknownIds(Trial trial) throws InterruptedException {
    String gone = trial.freshId();
    trial.create(trial.request(gone));
    trial.backend().remove(gone, trial.owner());
    String id = trial.freshId();
    trial.create(trial.request(id));
    trial.doing("renewing one that is there, one that was removed and one that never was");
    trial.equal(
        "the ids that were renewed",
        List.of(id),
        trial
            .backend()
            .renew(List.of(gone, id, "never-was"), trial.owner(), Duration.ofMinutes(5)));
  }
}
