// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.protocol.v1beta1.BackendGrpc;
import io.berth.protocol.v1beta1.EnvironmentsGrpc;
import io.berth.protocol.v1beta1.ExecutionsGrpc;
import io.berth.protocol.v1beta1.ListEnvironmentsRequest;
import io.berth.protocol.v1beta1.ReadRequest;
import io.berth.protocol.v1beta1.WatchBackendRequest;
import io.berth.sdk.tls.RunnerNames;
import io.berth.spi.Capabilities;
import io.berth.spi.Layer;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What has to hold for a case to be tried.
///
/// @param words what is needed, for a person
/// @param test returns whether it holds
/// @param option what to give on the command line so that it holds, or `null` if it is up to the
///     backend and no failing when it does not
record Need(String words, Predicate<Subject> test, @Nullable String option) {

  static final Need WIRE = new Need("a plugin at an address", s -> s.wire() != null, null);
  static final Need SOCKET =
      new Need("an address unix://", s -> s.wire() != null && s.wire().isSocket(), null);
  static final Need WATCH =
      serves(
          "WatchBackend",
          channel ->
              BackendGrpc.newBlockingStub(channel)
                  .watchBackend(WatchBackendRequest.getDefaultInstance())
                  .next());
  static final Need LIST =
      serves(
          "ListEnvironments",
          channel ->
              EnvironmentsGrpc.newBlockingStub(channel)
                  .listEnvironments(ListEnvironmentsRequest.getDefaultInstance()));
  static final Need READ =
      serves(
          "Read",
          channel ->
              ClientCalls.blockingServerStreamingCall(
                      channel,
                      ExecutionsGrpc.getReadMethod(),
                      CallOptions.DEFAULT,
                      ReadRequest.getDefaultInstance())
                  .next());
  static final Need FILES =
      new Need(
          "a plugin that serves Files",
          s ->
              s.wire() != null
                  && !RawCalls.info(s.wire().channel(null)).getCapabilities().getFilesByCommands(),
          null);
  static final Need TOKEN =
      new Need("a plugin that wants a token", s -> s.wire() != null && s.wire().hasToken(), null);
  static final Need NO_TOKEN =
      new Need("a plugin that wants no token", s -> s.wire() != null && !s.wire().hasToken(), null);
  static final Need CERTIFICATES =
      new Need("an address tls://", s -> s.wire() != null && s.wire().tls() != null, null);
  static final Need COMMAND =
      new Need("a plugin that is started by a command", s -> s.command() != null, null);
  static final Need RESTART =
      new Need(
          "a way to start the plugin anew", s -> s.restart() != null, "--allow-restart COMMAND");

  static final Need STRANGER =
      new Need(
          "to call as another runner, too",
          s -> s.wire() == null || s.wire().speaksFor(s.stranger()),
          "a --cert that names URI:" + RunnerNames.PREFIX + "ID-stranger besides the runner ID");

  /// Asks without a session, so that what serves it refuses.
  private static Need serves(String call, Consumer<Channel> asked) {
    return new Need(
        "a plugin that serves " + call,
        s -> {
          Wire wire = s.wire();
          try {
            if (wire != null) {
              asked.accept(wire.channel(null));
            }
            return wire != null;
          } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() != Status.Code.UNIMPLEMENTED;
          }
        },
        null);
  }

  static Need capability(String words, Predicate<Capabilities> test) {
    return new Need(words, subject -> test.test(subject.backend().capabilities()), null);
  }

  static Need recovery(Capabilities.Recovery grade) {
    return capability("recovery " + grade, c -> c.recovery().compareTo(grade) >= 0);
  }

  static Need layer(Layer layer) {
    return capability(
        "the layer " + layer, c -> c.realisation(layer) != Layer.Realisation.UNSUPPORTED);
  }
}
