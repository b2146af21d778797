// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.plugin.Endpoint;
import io.berth.protocol.managed.Empty;
import io.berth.protocol.managed.GRPCControllerGrpc;
import io.berth.protocol.v1beta1.EnvironmentsGrpc;
import io.berth.protocol.v1beta1.GetEnvironmentRequest;
import io.berth.sdk.tls.Curve;
import io.berth.sdk.tls.Identity;
import io.berth.sdk.tls.Trust;
import io.berth.sdk.wire.Reason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A plugin that its runner starts: its first line, its certificates, its ends and its next start.
final class ManagedCases {

  static final List<Case> CASES =
      List.of(
          managed(
              "MAN-01",
              "started by hand it says what it is, prints no line and ends with an error",
              ManagedCases::byHand),
          managed(
              "MAN-02",
              "its first line is the handshake, and what it prints later holds nothing up",
              ManagedCases::printing),
          managed(
              "MAN-03",
              "a runner with a certificate, be it of P-521 or P-256, is answered, and no other",
              ManagedCases::certificates),
          managed("MAN-04", "asked to end, it has ended 10 seconds later", ManagedCases::shutdown),
          managed(
              "MAN-05",
              "killed and started again it answers, and knows no session of before",
              ManagedCases::killed));

  private static final Duration END = Duration.ofSeconds(10);
  private static final int CALLS = 200;

  private ManagedCases() {}

  static Case managed(String id, String title, Steps steps) {
    return Case.of(id, Profile.MANAGED, title, steps)
        .needs(Need.COMMAND)
        .within(Duration.ofMinutes(1))
        .aside();
  }

  private static void byHand(Trial trial) throws IOException, InterruptedException {
    try (var child = new ManagedChild(trial, false, null)) {
      trial.doing("the end of the plugin, which no runner has started");
      String line = child.line();
      trial.that(
          line == null || !line.startsWith("1|"),
          "started without the variable BERTH_BACKEND_PLUGIN the plugin printed a handshake line");
      trial.that(
          child.ends(END),
          "started without the variable BERTH_BACKEND_PLUGIN the plugin went on instead of ending"
              + " with a message");
      trial.that(
          child.process().exitValue() != 0,
          "started without the variable BERTH_BACKEND_PLUGIN the plugin ended with 0");
      String said = (line == null ? "" : line) + child.said();
      trial.that(
          said.toLowerCase(Locale.ROOT).contains("berth"),
          "started by hand the plugin does not say that it is one of Berth's: it said `"
              + said.strip()
              + "`");
    }
  }

  private static void printing(Trial trial) throws IOException, InterruptedException {
    try (var child = new ManagedChild(trial, true, null);
        Wire wire = child.connect()) {
      trial.doing("GetInfo of a child, again and again");
      for (int i = 0; i < CALLS; i++) {
        RawCalls.info(wire.channel(null));
      }
    }
  }

  private static void certificates(Trial trial) throws IOException, InterruptedException {
    for (Curve curve : Curve.values()) {
      Identity runner = Identity.selfSigned(curve, "");
      try (var child = new ManagedChild(trial, true, runner)) {
        trial.doing("the line of a plugin whose runner has a certificate of " + curve);
        Endpoint endpoint = child.endpoint();
        if (endpoint.tls() == null) {
          trial.that(
              endpoint.address().toString().startsWith("unix:"),
              "a plugin whose runner has a certificate listens on a port without showing its own");
          continue;
        }
        answersOnly(trial, endpoint, child, curve);
      }
    }
  }

  private static void answersOnly(Trial trial, Endpoint endpoint, ManagedChild child, Curve curve)
      throws IOException {
    try (var wire = new Wire(endpoint, Set.of())) {
      trial.doing("GetInfo of a plugin whose runner has a certificate of " + curve);
      try {
        RawCalls.info(wire.channel(null));
      } catch (StatusRuntimeException e) {
        throw new Broken(
            "a runner with a certificate of "
                + curve
                + " gets no answer by the certificate in the plugin's line: "
                + e.getStatus()
                + (e.getStatus().getCause() == null ? "" : " " + e.getStatus().getCause()));
      }
      Identity stranger = Identity.selfSigned(curve, "");
      try (Wire other = wire.as(Trust.client(stranger, child.trusted()))) {
        RawCalls.refused(
            trial,
            "GetInfo with another certificate than the runner's",
            List.of(Status.Code.UNAVAILABLE, Status.Code.UNAUTHENTICATED),
            () -> RawCalls.info(other.channel(null)));
      }
    }
  }

  private static void shutdown(Trial trial) throws IOException, InterruptedException {
    try (var child = new ManagedChild(trial, true, null);
        Wire wire = child.connect()) {
      trial.doing("GRPCController.Shutdown");
      String asked = "by GRPCController.Shutdown";
      try {
        GRPCControllerGrpc.newBlockingStub(wire.channel(null)).shutdown(Empty.getDefaultInstance());
      } catch (StatusRuntimeException e) {
        trial.that(
            e.getStatus().getCode() == Status.Code.UNIMPLEMENTED
                || e.getStatus().getCode() == Status.Code.UNAVAILABLE,
            "GRPCController.Shutdown failed: " + e.getStatus());
        asked = "by SIGTERM";
        child.process().destroy();
      }
      trial.doing("the end of a plugin that was asked to end " + asked);
      trial.that(
          child.ends(END),
          "the plugin was asked to end "
              + asked
              + " and still runs "
              + END.toSeconds()
              + " s later");
    }
  }

  private static void killed(Trial trial) throws IOException, InterruptedException {
    String instance;
    String session;
    try (var child = new ManagedChild(trial, true, null);
        Wire wire = child.connect()) {
      instance = RawCalls.info(wire.channel(null)).getInstance();
      session = RawCalls.open(trial, wire, trial.subject().runner()).session();
      trial.doing("KILL to a plugin");
      child.process().destroyForcibly().waitFor();
    }
    try (var child = new ManagedChild(trial, true, null);
        Wire wire = child.connect()) {
      trial.doing("GetInfo of a plugin that was killed and started again");
      trial.that(
          !RawCalls.info(wire.channel(null)).getInstance().equals(instance),
          "a plugin that was killed and started again gives the instance of before");
      RawCalls.refused(
          trial,
          "a session that a plugin gave out before it was killed",
          Reason.SESSION_UNKNOWN,
          () ->
              EnvironmentsGrpc.newBlockingStub(wire.channel(session))
                  .getEnvironment(GetEnvironmentRequest.getDefaultInstance()));
    }
  }
}
