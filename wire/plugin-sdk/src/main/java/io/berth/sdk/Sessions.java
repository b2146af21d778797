// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.kit.Janitor;
import io.berth.kit.Leased;
import io.berth.kit.Threads;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Reason;
import io.berth.spi.Backend;
import io.berth.spi.BackendFactory;
import io.berth.spi.Setting;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The sessions that were given out, and the check that a call has one.
final class Sessions implements ServerInterceptor {

  /// The metadata that carries a session.
  static final Metadata.Key<String> HEADER =
      Metadata.Key.of("berth-session", Metadata.ASCII_STRING_MARSHALLER);

  private static final Context.Key<Session> CURRENT = Context.key("session");
  private static final Set<String> WITHOUT =
      Set.of("berth.backend.v1beta1.Backend/GetInfo", "berth.backend.v1beta1.Backend/Configure");

  private static final System.Logger LOG = System.getLogger("berth.plugin");

  private static final int MOST = 1000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final BackendFactory factory;
  private final Map<String, Session> byName = new LinkedHashMap<>();

  Sessions(BackendFactory factory) {
    this.factory = factory;
  }

  /// Returns the session of a runner with a configuration, a new one if there is none.
  synchronized Session open(String runner, Setting.Section configuration) {
    for (Session session : byName.values()) {
      if (session.isOf(runner, configuration)) {
        return session;
      }
    }
    if (byName.size() >= MOST) {
      throw Failures.out(Reason.NO_CAPACITY, "there are " + MOST + " sessions already");
    }
    byte[] random = new byte[24];
    RANDOM.nextBytes(random);
    Backend backend = factory.create(configuration);
    watch(backend);
    var session = new Session(HexFormat.of().formatHex(random), runner, configuration, backend);
    byName.put(session.name(), session);
    return session;
  }

  /// Ends what its runner does not renew, as long as this process lives, whoever is connected.
  private static void watch(Backend backend) {
    if (backend instanceof Leased leased) {
      Janitor.start(
          leased,
          Janitor.EVERY,
          Threads.virtual(),
          failure -> LOG.log(System.Logger.Level.WARNING, failure.getMessage()));
    }
  }

  private synchronized @Nullable Session find(@Nullable String name) {
    return name == null ? null : byName.get(name);
  }

  /// Returns whether no session knows an environment.
  synchronized boolean isIdle() {
    return byName.values().stream().noneMatch(Session::hasEnvironments);
  }

  /// Returns the session of the call that is being served.
  static Session current() {
    Session session = CURRENT.get();
    if (session == null) {
      throw Failures.out(Reason.SESSION_UNKNOWN, "this call needs a session: configure first");
    }
    return session;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    if (!method.startsWith("berth.backend.") || WITHOUT.contains(method)) {
      return next.startCall(call, headers);
    }
    Session session = find(headers.get(HEADER));
    if (session == null || !CertificateCheck.allows(Context.current(), session.runner())) {
      Refusal.close(
          call,
          Failures.out(
              Reason.SESSION_UNKNOWN,
              "the session of this call is not known: configure first, and again after a restart"));
      return new ServerCall.Listener<>() {};
    }
    return Contexts.interceptCall(
        Context.current().withValue(CURRENT, session), call, headers, next);
  }
}
