// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.protocol.v1beta1.Result;
import io.berth.spi.AccessMethod;
import io.berth.spi.Capabilities;
import io.berth.spi.ContainerSpec;
import io.berth.spi.DuplexStream;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.FileEntry;
import io.berth.spi.JobPlan;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Layer;
import io.berth.spi.Layout;
import io.berth.spi.Owner;
import io.berth.spi.PlanVerdict;
import io.berth.spi.Reach;
import io.berth.spi.RegistryCredential;
import io.berth.spi.Resources;
import io.berth.spi.Setting;
import io.berth.spi.Signal;
import io.berth.spi.Violation;
import io.grpc.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {

  private static final SourceSpan WHERE = new SourceSpan("ci.yml", 7, 3, 12);
  private static final Setting.Section SETTINGS =
      new Setting.Section(
          Map.of(
              "image", new Setting.Text("debian"),
              "cpus", new Setting.Amount(BigDecimal.valueOf(4)),
              "share", new Setting.Amount(BigDecimal.valueOf(0.5)),
              "trusted", new Setting.Flag(true),
              "mounts", new Setting.Items(List.of(new Setting.Text("/a"), new Setting.Text("/b"))),
              "more", new Setting.Section(Map.of("deep", new Setting.Text("")))));
  private static final Capabilities CAPABILITIES =
      new Capabilities(
          Map.of(Layer.SERVICE, Layer.Realisation.AT_CREATE),
          Capabilities.Isolation.VM,
          Capabilities.Recovery.EXEC,
          Set.of(Signal.KILL, Signal.INTERRUPT),
          Set.of(AccessMethod.Kind.DOCKER),
          Map.of(Resources.Kind.MEMORY, Capabilities.Sizing.LIMIT),
          new Capabilities.Limits(3, 4, 5, 6L << 30, 7, Duration.ofHours(1)));

  @Test
  void aPlanComesBackAsItWas() {
    var service =
        new ContainerSpec(
            "c1",
            "db",
            "postgres:18",
            new RegistryCredential("", "me", "secret"),
            Map.of("A", "", "B", "x\ny"),
            "--cpus 1",
            List.of("5432"),
            List.of("/data"),
            WHERE);
    var plan =
        new JobPlan(
            "repo",
            null,
            List.of(service),
            new JobPlan.StepLayers(List.of(WHERE), List.of()),
            new Resources(4000, 8L << 30, 50L << 30, 1));

    assertThat(Plans.in(Plans.out(plan))).isEqualTo(plan);
  }

  @Test
  void aRequestForAnEnvironmentComesBackAsItWas() {
    var request =
        new EnvironmentRequest(
            "run.job",
            new Owner("berth-1", 7, Map.of("job", "build")),
            SETTINGS,
            JobPlan.commandsOnly("repo"),
            Duration.ofMillis(90_500),
            Instant.parse("2026-11-22T12:00:00.25Z"));

    assertThat(Environments.in(Environments.out(request), "berth-1")).isEqualTo(request);
  }

  @Test
  void theRunnerOfAnEnvironmentIsThatOfTheSessionWhateverIsSent() {
    var request =
        EnvironmentRequest.of("e", new Owner("pretender", 1, Map.of()), JobPlan.commandsOnly("r"));

    assertThat(Environments.in(Environments.out(request), "berth-1").owner().runner())
        .isEqualTo("berth-1");
  }

  @Test
  void capabilitiesComeBackAsTheyWere() {
    assertThat(Answers.in(Answers.out(CAPABILITIES))).isEqualTo(CAPABILITIES);
  }

  @Test
  void labelsAndTheirVerdictsComeBackAsTheyWere() {
    var paths = new Layout.Paths("/w", "/t", "/c", "/a");
    var valid =
        new LabelVerdict.Valid(
            SETTINGS,
            new LabelVerdict.Platform("Linux", "X64", paths, List.of("bash", "sh")),
            CAPABILITIES,
            "a machine");
    var invalid = new LabelVerdict.Invalid(List.of(new Violation("mounts[0]", "not a path", null)));
    var struct = new LabelConfiguration("main", "l", new LabelConfiguration.Form.Struct(SETTINGS));
    var legacy = new LabelConfiguration("", "l", new LabelConfiguration.Form.Legacy("node:22"));

    assertThat(Answers.in(Answers.out(valid))).isEqualTo(valid);
    assertThat(Answers.in(Answers.out(invalid))).isEqualTo(invalid);
    assertThat(Answers.in(Answers.out(struct))).isEqualTo(struct);
    assertThat(Answers.in(Answers.out(legacy))).isEqualTo(legacy);
  }

  @Test
  void verdictsOnPlansComeBackAsTheyWere() {
    var accepted = new PlanVerdict.Accepted(Resources.ANY, List.of("the container is the machine"));
    var refused =
        new PlanVerdict.Refused(
            List.of(
                new PlanVerdict.Unmet(
                    Layer.SERVICE,
                    new BerthError(
                        ErrorCode.LAYER_UNSUPPORTED, "no services", "do", WHERE, List.of()))));

    assertThat(Answers.in(Answers.out(accepted))).isEqualTo(accepted);
    assertThat(Answers.in(Answers.out(refused))).isEqualTo(refused);
  }

  @Test
  void commandsComeBackAsTheyWere() {
    var spec =
        new ExecSpec(
            new ExecId("step-1"),
            List.of("sh", "", "$x 'y'"),
            Map.of("A-B", "", "N", "1\n2"),
            "/w",
            Duration.ofMillis(1500));

    assertThat(Executions.in(Executions.out("e", spec))).isEqualTo(spec);
  }

  @Test
  void endsOfCommandsComeBackAsTheyWere() {
    var lost =
        new ExecOutcome.EnvironmentLost(
            BerthError.of(ErrorCode.ENVIRONMENT_LOST, "the node is gone", null));
    List<ExecOutcome> outcomes =
        List.of(
            new ExecOutcome.Exited(255),
            new ExecOutcome.Signalled(9),
            new ExecOutcome.NotStarted(126, "not a program"),
            new ExecOutcome.TimedOut(Duration.ofSeconds(3)),
            new ExecOutcome.OutOfMemory(),
            new ExecOutcome.ExecutionLost(
                BerthError.of(ErrorCode.EXECUTION_LOST, "its keeper is gone", null)),
            lost);

    assertThat(outcomes)
        .allSatisfy(each -> assertThat(Executions.in(Executions.out(each))).isEqualTo(each));
  }

  @Test
  void anEndThatIsNotKnownIsNoSuccess() {
    assertThat(Executions.in(Result.getDefaultInstance()))
        .isInstanceOf(ExecOutcome.EnvironmentLost.class);
  }

  @Test
  void statusesAndFilesComeBackAsTheyWere() {
    var status =
        new EnvironmentStatus(
            "e", new Owner("r", 2, Map.of()), EnvironmentStatus.State.EXPIRED, null);
    var entry = new FileEntry("a/ü", FileEntry.Kind.LINK, 0, Instant.ofEpochSecond(5, 6));

    assertThat(Environments.in(Environments.out(status), "r")).isEqualTo(status);
    assertThat(Executions.in(Executions.out(entry))).isEqualTo(entry);
  }

  @ParameterizedTest
  @MethodSource("reaches")
  void waysIntoAnEnvironmentComeBackAsTheyWere(Reach reach) {
    var told = Access.out(List.of(new Told(reach)));

    assertThat(told.getFirst().getName()).isEqualTo("told");
    assertThat(Access.in(told.getFirst())).isEqualTo(reach);
  }

  static List<Reach> reaches() {
    return List.of(
        new Reach.Docker("unix:///run/e/docker.sock", null),
        new Reach.Docker("tcp://vm:2376", new Reach.Certificates("ca", "cert", "key")),
        new Reach.Ssh("vm", 22, "ci", "key", List.of("ssh-ed25519 AAAA")));
  }

  @Test
  void whatOnlyThisProcessCanReachIsNotTold() {
    assertThat(Access.out(List.of(new Told(null)))).isEmpty();
  }

  private record Told(@Nullable Reach reach) implements AccessMethod {
    @Override
    public String name() {
      return "told";
    }

    @Override
    public Kind kind() {
      return Kind.DOCKER;
    }

    @Override
    public DuplexStream dial() {
      throw new IllegalStateException("nobody dials");
    }
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyFailureComesBackAsItWas(ErrorCode code) {
    var failure =
        new BerthException(
            List.of(
                new BerthError(code, "it is broken", "mend it", WHERE, List.of()),
                BerthError.of(ErrorCode.STORAGE_FULL, "and full", null)),
            null);

    assertThat(Failures.in(Failures.out(failure), "b").errors()).isEqualTo(failure.errors());
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReasonIsToldAndHasACodeOfItsOwn(Reason reason) {
    var status = Failures.out(reason, "it is broken");

    assertThat(Failures.reason(status)).isEqualTo(reason);
    assertThat(status.getStatus().getCode()).isEqualTo(reason.code());
    assertThat(Failures.in(status, "b").errors())
        .containsExactly(BerthError.of(reason.error(), "it is broken", null));
  }

  @Test
  void aStatusWithoutDetailsStillSaysWhoFailed() {
    var failure = Failures.in(Status.UNAVAILABLE.asRuntimeException(), "farm");

    assertThat(failure.errors())
        .containsExactly(
            BerthError.of(
                ErrorCode.BACKEND_UNAVAILABLE, "backend `farm` failed: UNAVAILABLE", null));
  }

  @Test
  void settingsThatAreNestedWithoutEndAreRefused() {
    var struct = Struct.getDefaultInstance();
    for (int depth = 0; depth < 100; depth++) {
      struct =
          Struct.newBuilder()
              .putFields("a", Value.newBuilder().setStructValue(struct).build())
              .build();
    }
    var deep = struct;

    assertThatThrownBy(() -> Settings.in(deep)).hasMessageContaining("deeper than 50");
  }
}
