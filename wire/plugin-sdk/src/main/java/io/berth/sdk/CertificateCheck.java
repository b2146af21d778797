// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.sdk.tls.RunnerNames;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Reason;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// Knows for which runners the certificate of a caller speaks, and refuses a caller that speaks for
/// none, except that anybody with a certificate may ask for health.
final class CertificateCheck implements ServerInterceptor {

  private static final Context.Key<Set<String>> RUNNERS = Context.key("runners");

  /// Returns whether the caller may be this runner: whoever shows no certificate was let in for
  /// another reason.
  static boolean allows(Context context, String runner) {
    Set<String> runners = RUNNERS.get(context);
    return runners == null || runners.contains(runner);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (TokenCheck.HEALTH.equals(call.getMethodDescriptor().getFullMethodName())) {
      return next.startCall(call, headers);
    }
    Set<String> runners = runners(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
    if (runners.isEmpty()) {
      Refusal.close(
          call,
          Failures.out(
              Reason.POLICY_DENIED,
              "the certificate of this call names no runner: it needs the alternative name URI:"
                  + RunnerNames.PREFIX
                  + "ID"));
      return new ServerCall.Listener<>() {};
    }
    return Contexts.interceptCall(
        Context.current().withValue(RUNNERS, runners), call, headers, next);
  }

  private static Set<String> runners(@org.jspecify.annotations.Nullable SSLSession session) {
    try {
      Certificate[] chain = session == null ? new Certificate[0] : session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate certificate
          ? RunnerNames.of(certificate)
          : Set.of();
    } catch (SSLPeerUnverifiedException e) {
      return Set.of();
    }
  }
}
