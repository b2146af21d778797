// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.protocol.v1beta1.ConfigureRequest;
import io.berth.protocol.v1beta1.GetInfoRequest;
import io.berth.protocol.v1beta1.GetInfoResponse;
import io.berth.protocol.v1beta1.Runner;
import io.berth.sdk.wire.Answers;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Reason;
import io.berth.sdk.wire.Settings;
import io.berth.spi.Capabilities;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One runner's dealings with one plugin: which connection, in which session, and how often a call
/// is made before it counts as failed.
final class PluginSession implements AutoCloseable {

  static final String VERSION = "v1beta1";

  private final Link link;
  private final RemoteBackend.Settled settled;
  private final Set<String> leftOut = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Configured configured;

  /// What the plugin said when it was last configured.
  ///
  /// @param connection on which
  private record Configured(
      PluginConnection connection,
      String session,
      GetInfoResponse info,
      Capabilities capabilities) {}

  PluginSession(Link link, RemoteBackend.Settled settled) {
    this.link = link;
    this.settled = settled;
  }

  String name() {
    return settled.name();
  }

  String runner() {
    return settled.runner();
  }

  PluginConnection connection() throws StatusException {
    return link.connection();
  }

  Link link() {
    return link;
  }

  /// Agrees on a version and opens a session. Only one is opened for a connection at a time.
  ///
  /// @param stale the session that the plugin no longer knows, or an empty text
  private synchronized void configure(String stale) throws StatusException {
    Configured known = configured;
    PluginConnection connection = link.connection();
    if (known != null && !known.session().equals(stale) && known.connection() == connection) {
      return;
    }
    var self = Runner.newBuilder().setId(settled.runner()).setVersion(VERSION);
    GetInfoResponse info =
        connection
            .backend()
            .getInfo(GetInfoRequest.newBuilder().addVersions(VERSION).setRunner(self).build());
    if (!info.getVersion().equals(VERSION)) {
      throw wrong("answers in version `" + info.getVersion() + "`, asked for `" + VERSION + "`");
    }
    var answer =
        connection
            .backend()
            .configure(
                ConfigureRequest.newBuilder()
                    .setRunner(self)
                    .setConfiguration(Settings.out(settled.configuration()))
                    .build());
    if (answer.getViolationsCount() > 0 || answer.getSession().isEmpty()) {
      throw new BerthException(violations(answer.getViolationsList()), null);
    }
    connection.session(answer.getSession());
    configured =
        new Configured(connection, answer.getSession(), info, Answers.in(answer.getCapabilities()));
  }

  private List<BerthError> violations(List<io.berth.protocol.v1beta1.Violation> violations) {
    List<BerthError> errors = new ArrayList<>();
    for (var message : violations) {
      var violation = Answers.in(message);
      String path = violation.path().isEmpty() ? "" : "`" + violation.path() + "`: ";
      errors.add(
          BerthError.of(
              ErrorCode.CONFIGURATION_INVALID,
              "backend `" + name() + "`: " + path + violation.problem(),
              violation.remedy()));
    }
    if (errors.isEmpty()) {
      errors.add(
          BerthError.of(
              ErrorCode.CONFIGURATION_INVALID,
              "backend `" + name() + "` gave no session and no reason",
              "ask the plugin's author"));
    }
    return errors;
  }

  /// Connects and configures.
  ///
  /// @throws BerthException B2002 if the configuration is not accepted, B3001 if nobody answers
  void open() throws InterruptedException {
    call(
        () -> {
          configure("");
          return this;
        });
  }

  /// Makes a call, again while nobody answers, and with a new session if the plugin forgot it.
  <A> A call(Call<A> call) throws InterruptedException {
    var pace = new Pace(settled.patience());
    boolean forgotten = false;
    while (true) {
      Configured used = configured;
      try {
        return call.make();
      } catch (StatusException e) {
        if (!mayWork(e)) {
          throw Failures.in(e, name());
        }
        // A plugin that says so is there: nothing has to be waited for, the first time.
        boolean atOnce = !forgotten && Failures.reason(e) == Reason.SESSION_UNKNOWN;
        forgotten |= atOnce;
        if (!atOnce && !pace.again()) {
          throw silent(e);
        }
        prepare(e, used);
      }
    }
  }

  private BerthException silent(StatusException last) {
    if (Failures.reason(last) != null) {
      return Failures.in(last, name());
    }
    return new BerthException(
        List.of(
            BerthError.of(
                ErrorCode.BACKEND_UNAVAILABLE,
                "backend `"
                    + name()
                    + "` has not answered for "
                    + settled.patience().toSeconds()
                    + " s: "
                    + Failures.in(last, name()).errors().getFirst().problem(),
                "see whether the plugin runs, and what it says in its log")),
        last);
  }

  private static boolean mayWork(StatusException failure) {
    Reason reason = Failures.reason(failure);
    if (reason == Reason.SESSION_UNKNOWN) {
      return true;
    }
    return switch (failure.getStatus().getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED -> reason != Reason.DRAINING;
      // Nobody here did that: a plugin that is stopped ends what is going on.
      case CANCELLED -> true;
      // No plugin sends a cause along: the connection went while the call was being made.
      case UNKNOWN, INTERNAL -> failure.getStatus().getCause() instanceof IOException;
      default -> false;
    };
  }

  private void prepare(StatusException failure, @Nullable Configured used) {
    try {
      link.connection().hurry();
      if (Failures.reason(failure) == Reason.SESSION_UNKNOWN) {
        configure(used == null ? "" : used.session());
      }
    } catch (StatusException e) {
      // The call is made again, and tells what is wrong.
    }
  }

  /// Makes a call whose caller cannot be interrupted.
  <A> A callToEnd(Call<A> call) {
    try {
      return call(call);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
  }

  BerthException interrupted() {
    return new BerthException(
        BerthError.of(
            ErrorCode.BACKEND_UNAVAILABLE,
            "a call of backend `" + name() + "` was cut short",
            null));
  }

  /// The plugin does what it must not.
  BerthException wrong(String problem) {
    return new BerthException(
        BerthError.of(
            ErrorCode.BACKEND_UNAVAILABLE,
            "backend `" + name() + "` " + problem,
            "check the plugin with `berth plugin verify`"));
  }

  /// Returns a status in words.
  BerthException failure(StatusException status) {
    return Failures.in(status, name());
  }

  static boolean isUnimplemented(StatusException failure) {
    return failure.getStatus().getCode() == Status.Code.UNIMPLEMENTED;
  }

  /// Returns whether a call failed because the plugin leaves it out.
  static boolean isLeftOut(BerthException failure) {
    return failure.getCause() instanceof StatusException status
        && isUnimplemented(status)
        && Failures.reason(status) != Reason.LAYER_UNSUPPORTED;
  }

  /// Calls that the plugin was found to leave out, for which others are made.
  Set<String> leftOut() {
    return leftOut;
  }

  Capabilities capabilities() {
    return configured().capabilities();
  }

  GetInfoResponse info() {
    return configured().info();
  }

  private Configured configured() {
    Configured known = configured;
    if (known == null) {
      throw new IllegalStateException("not connected");
    }
    return known;
  }

  /// Ends the connection, not the environments.
  @Override
  public void close() {
    link.close();
  }
}
