// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.protocol.v1beta1.BackendGrpc;
import io.berth.protocol.v1beta1.Environment;
import io.berth.protocol.v1beta1.GetEnvironmentRequest;
import io.berth.protocol.v1beta1.RemoveEnvironmentRequest;
import io.berth.protocol.v1beta1.WatchBackendRequest;
import io.berth.protocol.v1beta1.WatchBackendResponse;
import io.berth.sdk.wire.Reason;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A plugin that is stopped, and what it writes while it runs.
final class DrainCases {

  static final List<Case> CASES =
      List.of(
          ManagedCases.managed(
                  "REC-07",
                  "SIGTERM lets nothing new begin, tells it, and keeps what there is",
                  DrainCases::draining)
              .needs(Need.WATCH),
          ManagedCases.managed(
              "SEC-06",
              "a secret of a job stands neither in what the plugin writes nor in what it lists",
              DrainCases::logs));

  private static final Duration END = Duration.ofSeconds(10);

  private DrainCases() {}

  private static void draining(Trial trial) throws IOException, InterruptedException {
    String id = trial.freshId();
    try (var child = new ManagedChild(trial, true, null);
        Wire wire = child.connect()) {
      RawCalls calls = RawCalls.open(trial, wire, trial.subject().runner());
      calls.create(id);
      try {
        var watch =
            BackendGrpc.newBlockingV2Stub(calls.channel())
                .withDeadlineAfter(Duration.ofSeconds(30))
                .watchBackend(WatchBackendRequest.getDefaultInstance());
        trial.doing("WatchBackend");
        child.process().destroy();
        saysDraining(trial, watch);
        trial.doing("health of a plugin that is being stopped");
        trial.equal(
            "the health of a plugin that is being stopped",
            ServingStatus.NOT_SERVING,
            HealthGrpc.newBlockingStub(wire.channel(null))
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus());
        RawCalls.refused(
            trial,
            "CreateEnvironment at a plugin that is being stopped",
            Reason.DRAINING,
            () -> calls.create(trial.freshId()));
        trial.doing("GetEnvironment at a plugin that is being stopped");
        trial.equal(
            "the state of an environment whose plugin is being stopped",
            Environment.State.READY,
            calls
                .environments()
                .getEnvironment(GetEnvironmentRequest.newBuilder().setEnvironmentId(id).build())
                .getState());
      } finally {
        remove(calls, id);
      }
      trial.that(
          child.ends(END),
          "the plugin was sent SIGTERM and still runs " + END.toSeconds() + " s later");
    }
  }

  private static void remove(RawCalls calls, String id) {
    try {
      calls
          .environments()
          .removeEnvironment(
              RemoveEnvironmentRequest.newBuilder().setEnvironmentId(id).setFence(1).build());
    } catch (StatusRuntimeException e) {
      // Why the plugin is gone is told by what failed before.
    }
  }

  private static void saysDraining(Trial trial, BlockingClientCall<?, WatchBackendResponse> watch)
      throws InterruptedException {
    trial.doing("DRAINING of WatchBackend after SIGTERM");
    try {
      WatchBackendResponse told = watch.read();
      while (told != null && told.getState() != WatchBackendResponse.State.DRAINING) {
        told = watch.read();
      }
      trial.that(told != null, "WatchBackend ended after SIGTERM without saying DRAINING");
    } catch (StatusException e) {
      throw new Broken(
          "WatchBackend was cut off after SIGTERM without saying DRAINING: " + e.getStatus());
    }
  }

  private static void logs(Trial trial) throws IOException, InterruptedException {
    String canary = "canary" + trial.freshId().replace("-", "");
    String id = trial.freshId();
    try (var child = new ManagedChild(trial, true, null);
        Wire wire = child.connect()) {
      RawCalls calls = RawCalls.open(trial, wire, trial.subject().runner());
      Environment environment = calls.create(id);
      trial.doing("Start of a command with a secret among its variables");
      calls
          .executions()
          .start(calls.sh(environment, "secret", "true").putEnv("VERIFY_SECRET", canary).build());
      String listed =
          calls
              .environments()
              .getEnvironment(GetEnvironmentRequest.newBuilder().setEnvironmentId(id).build())
              .toString();
      remove(calls, id);
      child.process().destroy();
      trial.that(child.ends(END), "the plugin was sent SIGTERM and still runs");
      trial.that(
          !child.said().contains(canary),
          "the value of a variable of a command stands in what the plugin wrote");
      trial.that(
          !listed.contains(canary),
          "the value of a variable of a command stands in its environment");
    }
  }
}
