// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Capabilities;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.JobPlan;
import io.berth.spi.KillSequence;
import io.berth.spi.ManualClock;
import io.berth.spi.Owner;
import io.berth.spi.SetupLog;
import io.berth.spi.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiftedBackendTest {

  private static final Owner OWNER = new Owner("runner", 1, Map.of());

  private final ManualClock clock = new ManualClock();
  private final FakeBackend fake = new FakeBackend();
  private final LiftedBackend lifted = lift();

  private LiftedBackend lift() {
    return new LiftedBackend(fake, new LiftedBackend.Surroundings(clock, Threads.virtual()));
  }

  @Test
  void aCreationThatTakesItsTimeIsJoinedByWhoeverAsksAgain() throws Exception {
    fake.holdUp = new CountDownLatch(1);
    Thread impatient = Thread.ofVirtual().start(() -> ignored(() -> lifted.create(request("a"))));
    fake.begun.await();
    impatient.interrupt();
    impatient.join();
    fake.holdUp.countDown();

    Environment made = lifted.create(request("a"));

    assertThat(made.layout()).isEqualTo(FakeBackend.LAYOUT);
    assertThat(fake.made).hasSize(1);
  }

  @Test
  void whatIsToldOnTheThreadThatMakesItReachesWhoeverAsked() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();

    SetupLog.to(told::add, () -> lifted.create(request("a")));

    assertThat(told).containsExactly("making a");
  }

  @Test
  void removingInterruptsACreationAndLeavesNothing() throws Exception {
    fake.holdUp = new CountDownLatch(1);
    Thread asking = Thread.ofVirtual().start(() -> ignored(() -> lifted.create(request("a"))));
    fake.begun.await();
    assertThat(state("a")).isEqualTo(EnvironmentStatus.State.CREATING);

    lifted.remove("a", OWNER);
    asking.join();

    assertThat(lifted.list("runner")).isEmpty();
    assertThat(fake.interrupted).isTrue();
    assertThat(fake.made).isEmpty();
  }

  @Test
  void aPlaceThatIsMadeAfterItsRemovalIsRemoved() throws Exception {
    fake.holdUp = new CountDownLatch(1);
    fake.stubborn = true;
    Thread asking = Thread.ofVirtual().start(() -> ignored(() -> lifted.create(request("a"))));
    fake.begun.await();
    Thread removing = Thread.ofVirtual().start(() -> lifted.remove("a", OWNER));
    while (state("a") != EnvironmentStatus.State.REMOVING) {
      Thread.onSpinWait();
    }
    fake.holdUp.countDown();
    removing.join();
    asking.join();

    assertThat(fake.made).hasSize(1);
    assertThat(fake.made.getFirst().removals).hasValue(1);
    assertThat(lifted.list("runner")).isEmpty();
  }

  @Test
  void aCreationThatFailedIsToldAndCanBeTriedAgain() throws Exception {
    fake.failure = new IOException("no machine");

    refused(ErrorCode.BACKEND_UNAVAILABLE, () -> lifted.create(request("a")));
    assertThat(state("a")).isEqualTo(EnvironmentStatus.State.FAILED);
    fake.failure = null;

    assertThat(lifted.create(request("a")).layout()).isEqualTo(FakeBackend.LAYOUT);
  }

  @Test
  void whatCouldNotBeRemovedIsTriedAgainByTheNextSweep() throws Exception {
    lifted.create(request("a"));
    fake.made.getFirst().leavesSomething = true;
    lifted.remove("a", OWNER);
    assertThat(state("a")).isEqualTo(EnvironmentStatus.State.REMOVING);

    fake.made.getFirst().leavesSomething = false;
    lifted.sweep();

    assertThat(lifted.list("runner")).isEmpty();
    assertThat(lifted.wasRemoved("a")).isTrue();
    clock.pass(Tombstones.MEMORY.plusSeconds(1));
    assertThat(lifted.wasRemoved("a")).isFalse();
  }

  @Test
  void whatEarlierProcessesLeftIsTakenInAndWhatIsOverIsRemoved() throws Exception {
    lifted.create(request("living"));
    clock.pass(Duration.ofMinutes(3));
    lifted.create(request("young"));
    clock.pass(Duration.ofMinutes(3));
    fake.found =
        List.of(
            new SmallBackend.Found(fake.made.get(0).marks, fake.made.get(0)),
            new SmallBackend.Found(fake.made.get(1).marks, fake.made.get(1)));

    LiftedBackend next = lift();

    assertThat(next.list("runner")).extracting(EnvironmentStatus::id).containsExactly("young");
    assertThat(fake.made.get(0).removals).hasValue(1);
    refused(ErrorCode.ID_REUSED, () -> next.create(request("young")));
    next.adopt("young", new Owner("runner", 2, Map.of()));
    assertThat(fake.made.get(1).marks.owner().fence()).isEqualTo(2);
    refused(ErrorCode.OWNER_STALE, () -> next.remove("young", OWNER));
  }

  @Test
  void whatIsRenewedIsMarkedOnThePlatform() throws Exception {
    lifted.create(request("a"));
    clock.pass(Duration.ofMinutes(1));

    lifted.renew(List.of("a"), OWNER, Duration.ofDays(2));

    Marks marks = fake.made.getFirst().marks;
    assertThat(marks.leaseEnd()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    assertThat(Marks.ofLabels(marks.toLabels())).contains(marks);
  }

  @Test
  void aSignalThatIsNotDeclaredIsRefusedAndPassedOverInASequence() throws Exception {
    Execution execution = lifted.create(request("a")).start(command("x"));

    refused(ErrorCode.LAYER_UNSUPPORTED, () -> execution.signal(Signal.INTERRUPT));
    execution.end(
        new KillSequence(
            List.of(
                new KillSequence.Step(Signal.INTERRUPT, Duration.ofHours(1)),
                new KillSequence.Step(Signal.KILL, Duration.ofSeconds(1)))));

    assertThat(execution.outcome()).isEqualTo(new ExecOutcome.Signalled(9));
  }

  @Test
  void nothingIsStartedBeyondTheLimits() throws Exception {
    Environment environment = lifted.create(request("a"));
    environment.start(command("1"));
    environment.start(command("2"));

    refused(ErrorCode.BACKEND_UNAVAILABLE, () -> environment.start(command("3")));
    lifted.create(request("b"));
    lifted.create(request("c"));
    refused(ErrorCode.BACKEND_UNAVAILABLE, () -> lifted.create(request("d")));
  }

  @Test
  void outputThatIsLostIsNeverASuccess() throws Exception {
    fake.outputFails = true;
    Execution execution = lifted.create(request("a")).start(command("x"));

    assertThat(execution.read(0, 0).isEnd()).isTrue();

    assertThat(execution.outcome()).isInstanceOf(ExecOutcome.EnvironmentLost.class);
  }

  @Test
  void aPlatformThatCannotStartACommandLosesItAndKeepsTheRest() throws Exception {
    fake.startFails = true;
    Environment environment = lifted.create(request("a"));

    assertThat(environment.start(command("x")).outcome())
        .isInstanceOf(ExecOutcome.EnvironmentLost.class);
    assertThat(state("a")).isEqualTo(EnvironmentStatus.State.READY);
  }

  private EnvironmentStatus.State state(String id) {
    for (EnvironmentStatus status : lifted.list("runner")) {
      if (status.id().equals(id)) {
        return status.state();
      }
    }
    return EnvironmentStatus.State.REMOVED;
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BerthException.class, e -> assertThat(e.errors().getFirst().code()).isEqualTo(code));
  }

  private static void ignored(ThrowingCallable call) {
    List<Throwable> seen = new ArrayList<>();
    try {
      call.call();
    } catch (Throwable e) {
      seen.add(e);
    }
    assertThat(seen).hasSizeLessThan(2);
  }

  private static EnvironmentRequest request(String id) {
    return EnvironmentRequest.of(id, OWNER, JobPlan.commandsOnly("repo"));
  }

  private static ExecSpec command(String id) {
    return new ExecSpec(new ExecId(id), List.of("x"), Map.of(), "/", null);
  }

  static Capabilities capabilities() {
    var limits =
        new Capabilities.Limits(3, 2, 10, RetainedOutput.ROOM, 1 << 20, Duration.ofHours(1));
    return new Capabilities(
        Map.of(),
        Capabilities.Isolation.NONE,
        Capabilities.Recovery.ENVIRONMENT,
        Set.of(Signal.KILL),
        Set.of(),
        Map.of(),
        limits);
  }
}
