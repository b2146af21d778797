// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.protocol.v1beta1.BackendGrpc;
import io.berth.protocol.v1beta1.ConfigureRequest;
import io.berth.protocol.v1beta1.ConfigureResponse;
import io.berth.protocol.v1beta1.CreateEnvironmentRequest;
import io.berth.protocol.v1beta1.Environment;
import io.berth.protocol.v1beta1.EnvironmentsGrpc;
import io.berth.protocol.v1beta1.ExecutionsGrpc;
import io.berth.protocol.v1beta1.FilesGrpc;
import io.berth.protocol.v1beta1.GetInfoRequest;
import io.berth.protocol.v1beta1.GetInfoResponse;
import io.berth.protocol.v1beta1.Runner;
import io.berth.protocol.v1beta1.StartRequest;
import io.berth.sdk.wire.Environments;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Reason;
import io.berth.sdk.wire.Settings;
import io.berth.spi.Setting;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls of a plugin as they are on the wire, made in one session.
final class RawCalls {

  static final String VERSION = "v1beta1";

  private final Trial trial;
  private final Channel channel;
  private final String session;

  private RawCalls(Trial trial, Channel channel, String session) {
    this.trial = trial;
    this.channel = channel;
    this.session = session;
  }

  static GetInfoResponse info(Channel channel) {
    return BackendGrpc.newBlockingStub(channel)
        .getInfo(GetInfoRequest.newBuilder().addVersions(VERSION).setRunner(runner("x")).build());
  }

  static Runner runner(String id) {
    return Runner.newBuilder().setId(id).setVersion("verify").build();
  }

  static ConfigureResponse configure(Channel channel, String runner, Setting.Section settings) {
    return BackendGrpc.newBlockingStub(channel)
        .configure(
            ConfigureRequest.newBuilder()
                .setRunner(runner(runner))
                .setConfiguration(Settings.out(settings))
                .build());
  }

  /// Opens the session of the subject's runner.
  static RawCalls open(Trial trial) {
    return open(trial, trial.subject().runner());
  }

  static RawCalls open(Trial trial, String runner) {
    return open(trial, trial.wire(), runner);
  }

  static RawCalls open(Trial trial, Wire wire, String runner) {
    trial.doing("Configure");
    ConfigureResponse answer =
        configure(wire.channel(null), runner, trial.subject().configuration());
    if (answer.getSession().isEmpty()) {
      throw new Broken("Configure gave no session: " + answer.getViolationsList());
    }
    return new RawCalls(trial, wire.channel(answer.getSession()), answer.getSession());
  }

  String session() {
    return session;
  }

  BackendGrpc.BackendBlockingStub backend() {
    return BackendGrpc.newBlockingStub(channel);
  }

  EnvironmentsGrpc.EnvironmentsBlockingStub environments() {
    return EnvironmentsGrpc.newBlockingStub(channel);
  }

  ExecutionsGrpc.ExecutionsBlockingStub executions() {
    return ExecutionsGrpc.newBlockingStub(channel);
  }

  FilesGrpc.FilesBlockingStub files() {
    return FilesGrpc.newBlockingStub(channel);
  }

  Channel channel() {
    return channel;
  }

  /// Makes an environment and returns it as it was told.
  Environment create(String id) {
    return create(Environments.out(trial.request(id)));
  }

  Environment create(CreateEnvironmentRequest request) {
    trial.doing("CreateEnvironment");
    Environment ready = null;
    var answers = environments().createEnvironment(request);
    while (answers.hasNext()) {
      if (ready != null) {
        throw new Broken("CreateEnvironment sent another message after `ready`");
      }
      var answer = answers.next();
      if (answer.hasReady()) {
        ready = answer.getReady();
      }
    }
    if (ready == null) {
      throw new Broken("CreateEnvironment ended without `ready`");
    }
    return ready;
  }

  StartRequest.Builder sh(Environment environment, String execution, String script) {
    return StartRequest.newBuilder()
        .setEnvironmentId(environment.getId())
        .setExecutionId(execution)
        .addAllCommand(List.of("sh", "-c", script))
        .putAllEnv(environment.getLayout().getEnvMap())
        .setDirectory(environment.getLayout().getPaths().getWorkspace());
  }

  /// Wants a call to fail with a reason.
  static void refused(Trial trial, String what, Reason wanted, Runnable call) {
    StatusRuntimeException failure = failure(trial, what, call);
    Reason reason = Failures.reason(failure);
    if (reason != wanted) {
      throw new Broken(
          what
              + " was refused as "
              + told(failure, reason)
              + ", and "
              + wanted.code()
              + " with an ErrorInfo of the reason "
              + wanted
              + " was wanted");
    }
  }

  /// Wants a call to fail with a code, whatever the reason.
  static void refused(Trial trial, String what, List<Status.Code> wanted, Runnable call) {
    StatusRuntimeException failure = failure(trial, what, call);
    if (!wanted.contains(failure.getStatus().getCode())) {
      throw new Broken(
          what
              + " was refused as "
              + told(failure, Failures.reason(failure))
              + ", and "
              + wanted
              + " was wanted");
    }
  }

  private static StatusRuntimeException failure(Trial trial, String what, Runnable call) {
    trial.doing(what);
    try {
      call.run();
    } catch (StatusRuntimeException e) {
      return e;
    }
    throw new Broken(what + " was accepted and has to be refused");
  }

  private static String told(StatusRuntimeException failure, @Nullable Reason reason) {
    String text = failure.getStatus().getDescription();
    return failure.getStatus().getCode()
        + (reason == null ? " without a reason that is known" : " " + reason)
        + (text == null ? "" : " (" + text + ")");
  }
}
