// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Reason;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthGrpc;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Refuses every call that lacks the token, but the one for health, which is over at once.
final class TokenCheck implements ServerInterceptor {

  static final String HEALTH = HealthGrpc.getCheckMethod().getFullMethodName();

  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final byte[] wanted;

  TokenCheck(String token) {
    this.wanted = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String given = headers.get(HEADER);
    boolean known =
        given != null && MessageDigest.isEqual(wanted, given.getBytes(StandardCharsets.UTF_8));
    if (known || HEALTH.equals(call.getMethodDescriptor().getFullMethodName())) {
      return next.startCall(call, headers);
    }
    Refusal.close(
        call,
        Failures.out(
            Reason.BAD_TOKEN,
            given == null ? "this plugin wants a token" : "the token is not the plugin's"));
    return new ServerCall.Listener<>() {};
  }
}
