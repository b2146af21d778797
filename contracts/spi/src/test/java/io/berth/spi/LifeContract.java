// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What every [Backend] promises about ids, owners and leases. A backend extends it and says how it
/// is made.
public abstract class LifeContract extends ContractFixture {

  private static final Owner LATER = new Owner(OWNER.runner(), OWNER.fence() + 1, Map.of());
  private static final Owner STRANGER = new Owner("stranger", 99, Map.of());

  /// Lets time pass for the backend, and lets it look at its leases.
  ///
  /// @return whether that can be done here; if not, what needs it is skipped
  protected boolean letPass(Duration time) {
    return false;
  }

  @Test
  void whoAsksForTheSameAtTheSameTimeGetsTheSame() throws Exception {
    EnvironmentRequest request = request(freshId());
    List<Callable<Environment>> asking = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      asking.add(() -> backend.create(request));
    }

    List<Environment> made = atOnce(asking);

    try {
      assertThat(made).allSatisfy(each -> assertThat(each).isSameAs(made.getFirst()));
      assertThat(listed(request.id())).hasSize(1);
    } finally {
      made.getFirst().remove();
    }
  }

  @Test
  void anIdThatWasRemovedIsNotGivenOutAgain() throws Exception {
    EnvironmentRequest request = request(freshId());
    backend.create(request).remove();

    refused(ErrorCode.ID_REUSED, () -> backend.create(request));
    assertThat(listed(request.id())).isEmpty();
    backend.remove(request.id(), OWNER);
  }

  @Test
  void anIdIsOfOneRequest() throws Exception {
    String id = freshId();
    Environment first = create(id);
    try {
      refused(
          ErrorCode.ID_REUSED,
          () -> backend.create(EnvironmentRequest.of(id, OWNER, JobPlan.commandsOnly("another"))));
      assertThat(first.layout().paths().workspace()).isNotEmpty();
    } finally {
      first.remove();
    }
  }

  @Test
  void removingWhatIsBeingMadeLeavesNothing() throws Exception {
    for (int i = 0; i < 5; i++) {
      EnvironmentRequest request = request(freshId());
      List<Callable<Boolean>> both =
          List.of(
              () -> {
                try {
                  backend.create(request);
                  return true;
                } catch (BerthException e) {
                  return false;
                }
              },
              () -> {
                eventually(() -> !listed(request.id()).isEmpty());
                backend.remove(request.id(), OWNER);
                return true;
              });

      atOnce(both);

      eventually(() -> listed(request.id()).isEmpty());
      refused(ErrorCode.ID_REUSED, () -> backend.create(request));
    }
  }

  @Test
  void manyMayRemoveAtOnce() throws Exception {
    String id = freshId();
    Environment other = create(id);
    run(other, "sleep 60");
    List<Callable<Boolean>> removing = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      removing.add(
          () -> {
            backend.remove(id, OWNER);
            return true;
          });
    }

    assertThat(atOnce(removing)).doesNotContain(false);

    assertThat(listed(id)).isEmpty();
  }

  @Test
  void aLaterOwnerTakesOverAndTheEarlierOneIsRefused() throws Exception {
    String id = freshId();
    create(id);

    Environment adopted = backend.adopt(id, LATER);
    backend.adopt(id, LATER);

    refused(ErrorCode.OWNER_STALE, () -> backend.adopt(id, OWNER));
    refused(ErrorCode.OWNER_STALE, () -> backend.renew(List.of(id), OWNER, Duration.ofMinutes(1)));
    refused(ErrorCode.OWNER_STALE, () -> backend.remove(id, OWNER));
    assertThat(backend.renew(List.of(id, "gone"), LATER, Duration.ofMinutes(1)))
        .containsExactly(id);
    assertThat(run(adopted, "exit 5").outcome()).isEqualTo(new ExecOutcome.Exited(5));
    backend.remove(id, LATER);
    assertThat(listed(id)).isEmpty();
    refused(ErrorCode.ENVIRONMENT_NOT_READY, () -> backend.adopt(id, LATER));
  }

  @Test
  void anotherRunnerSeesNothingAndEndsNothing() throws Exception {
    String id = freshId();
    Environment mine = create(id);

    backend.remove(id, STRANGER);

    assertThat(backend.list("stranger")).isEmpty();
    assertThat(listed(id)).singleElement().extracting(EnvironmentStatus::owner).isEqualTo(OWNER);
    assertThat(run(mine, "exit 6").outcome()).isEqualTo(new ExecOutcome.Exited(6));
    mine.remove();
  }

  @Test
  void tenEnvironmentsKnowNothingOfEachOther() throws Exception {
    List<Callable<Environment>> making = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String id = freshId();
      making.add(() -> create(id));
    }
    List<Environment> made = atOnce(making);
    for (Environment each : made) {
      String workspace = each.layout().paths().workspace();
      each.writeFiles(List.of(new FileWrite(workspace + "/mine", new byte[1], false)));
      each.start(in(each, new ExecId("same"), "echo x > theirs; sleep 60"));
    }

    for (Environment each : made) {
      String workspace = each.layout().paths().workspace();
      eventually(() -> each.listFiles(workspace, false, 10).size() == 2);
      assertThat(each.executions()).containsExactly(new ExecId("same"));
    }
    made.getFirst().remove();
    for (Environment each : made.subList(1, made.size())) {
      each.execution(new ExecId("same")).orElseThrow().signal(Signal.KILL);
      assertThat(each.execution(new ExecId("same")).orElseThrow().outcome())
          .isEqualTo(new ExecOutcome.Signalled(9));
      each.remove();
    }
  }

  @Test
  void aLeaseThatNobodyRenewsEndsTheEnvironment() throws Exception {
    String id = freshId();
    Environment other = create(id);
    Execution running = run(other, "echo begun; sleep 60");
    running.read(0, 0);
    assumeThat(letPass(Duration.ofMinutes(4))).as("the backend's clock can be moved").isTrue();
    assertThat(listed(id)).hasSize(1);

    letPass(Duration.ofMinutes(2));

    assertThat(running.outcome()).isInstanceOf(ExecOutcome.EnvironmentLost.class);
    eventually(() -> listed(id).isEmpty());
    assertThat(backend.renew(List.of(id), OWNER, Duration.ofMinutes(5))).isEmpty();
    refused(ErrorCode.ID_REUSED, () -> create(id));
    assertThatThrownBy(() -> run(other, "true")).isInstanceOf(BerthException.class);
  }

  @Test
  void aLeaseThatIsRenewedKeepsTheEnvironmentUntilItsLastMoment() throws Exception {
    assumeThat(letPass(Duration.ZERO)).as("the backend's clock can be moved").isTrue();
    String id = freshId();
    Duration lease = Duration.ofMinutes(5);
    Instant now = leaseEnd().minus(lease);
    Environment bounded =
        backend.create(
            new EnvironmentRequest(
                id,
                OWNER,
                Setting.Section.EMPTY,
                JobPlan.commandsOnly("repo"),
                lease,
                now.plus(Duration.ofMinutes(12))));

    for (int i = 0; i < 2; i++) {
      letPass(Duration.ofMinutes(4));
      assertThat(backend.renew(List.of(id), OWNER, lease)).containsExactly(id);
    }
    assertThat(run(bounded, "exit 4").outcome()).isEqualTo(new ExecOutcome.Exited(4));
    assertThat(listed(id).getFirst().leaseEnd()).isEqualTo(now.plus(Duration.ofMinutes(12)));
    letPass(Duration.ofMinutes(4));

    eventually(() -> listed(id).isEmpty());
  }

  private Instant leaseEnd() {
    return Objects.requireNonNull(backend.list(OWNER.runner()).getFirst().leaseEnd());
  }

  @Test
  void whatWasStoppedIsLeftAloneWhenItsLeaseRunsOut() throws Exception {
    String workspace = environment.layout().paths().workspace();
    environment.writeFiles(List.of(new FileWrite(workspace + "/kept", new byte[1], false)));
    environment.stop();

    assumeThat(letPass(Duration.ofHours(1))).as("the backend's clock can be moved").isTrue();

    assertThat(environment.listFiles(workspace, false, 10)).hasSize(1);
  }

  private Execution run(Environment where, String script) {
    return where.start(in(where, nextId(), script));
  }

  private static ExecSpec in(Environment environment, ExecId id, String script) {
    return new ExecSpec(
        id,
        List.of("sh", "-c", script),
        environment.layout().env(),
        environment.layout().paths().workspace(),
        null);
  }

  private static EnvironmentRequest request(String id) {
    return EnvironmentRequest.of(id, OWNER, JobPlan.commandsOnly("repo"));
  }

  private List<EnvironmentStatus> listed(String id) {
    return backend.list(OWNER.runner()).stream().filter(one -> one.id().equals(id)).toList();
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BerthException.class, e -> assertThat(e.errors().getFirst().code()).isEqualTo(code));
  }

  private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> each : threads.invokeAll(work)) {
        results.add(each.get());
      }
    }
    return results;
  }
}
