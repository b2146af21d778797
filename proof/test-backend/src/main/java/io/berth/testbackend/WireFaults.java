// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import com.google.protobuf.Message;
import io.berth.protocol.v1beta1.CopyInRequest;
import io.berth.protocol.v1beta1.CreateEnvironmentResponse;
import io.berth.protocol.v1beta1.ReadRequest;
import io.berth.protocol.v1beta1.StartRequest;
import io.berth.sdk.ServerAddress;
import io.berth.sdk.wire.Digest;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.FileDescriptor;
import java.io.UncheckedIOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What a server gets wrong though its backend keeps every promise.
final class WireFaults implements ServerInterceptor {

  private static final Metadata.Key<String> SESSION =
      Metadata.Key.of("berth-session", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final int NO_CAP = 64 << 20;

  private final FaultScript script;
  private final @Nullable String token;

  private WireFaults(FaultScript script, @Nullable String token) {
    this.script = script;
    this.token = token;
  }

  /// Makes a server lie.
  ///
  static void add(NettyServerBuilder builder, ServerAddress address, FaultScript script) {
    String token =
        switch (address) {
          case ServerAddress.Unix unix -> unix.token();
          case ServerAddress.Loopback loopback -> loopback.token();
          case ServerAddress.Tls _, ServerAddress.Child _ -> null;
        };
    boolean isSocket =
        address instanceof ServerAddress.Unix || address instanceof ServerAddress.Child;
    ConnectionFaults.add(builder, isSocket, script);
    builder.intercept(new WireFaults(script, token));
    if (script.has(Fault.CAPS_MISSING)) {
      builder.maxInboundMessageSize(NO_CAP).maxInboundMetadataSize(NO_CAP);
    }
    if (address instanceof ServerAddress.Tls tls) {
      trust(builder, tls, script);
    }
  }

  private static void trust(NettyServerBuilder builder, ServerAddress.Tls tls, FaultScript script) {
    SslContextBuilder trust = SslContextBuilder.forServer(tls.self().key(), tls.self().chain());
    if (script.has(Fault.TLS_OLD)) {
      trust
          .trustManager(tls.authorities())
          .clientAuth(ClientAuth.REQUIRE)
          .protocols("TLSv1.2", "TLSv1.3");
    } else if (script.has(Fault.CERTIFICATE_IGNORED)) {
      trust
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .clientAuth(ClientAuth.OPTIONAL)
          .protocols("TLSv1.3");
    } else {
      return;
    }
    try {
      builder.sslContext(GrpcSslContexts.configure(trust, SslProvider.JDK).build());
    } catch (SSLException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    if (script.has(Fault.REFLECTION_OPEN) && method.startsWith("grpc.reflection.")) {
      headers.put(TOKEN, "Bearer " + token);
    }
    if (script.has(Fault.TOKEN_IGNORED)) {
      headers.discardAll(TOKEN);
      headers.put(TOKEN, "Bearer " + token);
    }
    var answering = new Answering<>(call);
    return new Asking<>(next.startCall(answering, headers), answering, headers.get(SESSION));
  }

  /// What is changed of the answers.
  private final class Answering<Q, A> extends SimpleForwardingServerCall<Q, A> {
    Answering(ServerCall<Q, A> truth) {
      super(truth);
    }

    @Override
    public void sendMessage(A message) {
      super.sendMessage(message);
      if (script.has(Fault.READY_TWICE)
          && message instanceof CreateEnvironmentResponse answer
          && answer.hasReady()) {
        super.sendMessage(message);
      }
    }
  }

  /// What is changed of the requests.
  private final class Asking<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, ?> call;
    private final @Nullable String session;
    private @Nullable Digest digest;
    private boolean begun;
    private boolean isOver;

    Asking(ServerCall.Listener<Q> truth, ServerCall<Q, ?> call, @Nullable String session) {
      super(truth);
      this.call = call;
      this.session = session;
    }

    @Override
    public void onMessage(Q message) {
      if (script.has(Fault.UNKNOWN_FIELDS_REFUSED)
          && message instanceof Message known
          && !known.getUnknownFields().asMap().isEmpty()) {
        end(Status.INVALID_ARGUMENT.withDescription("a field is unknown"));
        return;
      }
      super.onMessage(changed(message));
      begun = true;
    }

    @SuppressWarnings("unchecked")
    private Q changed(Q message) {
      return switch (message) {
        case StartRequest start -> (Q) changed(start);
        case CopyInRequest copy -> (Q) changed(copy);
        case ReadRequest read when begun && script.has(Fault.FRAME_ORDER_IGNORED) ->
            (Q) read.toBuilder().clearOpen().build();
        default -> message;
      };
    }

    private StartRequest changed(StartRequest start) {
      if (script.has(Fault.VARIABLES_LOGGED)) {
        Printing.line(FileDescriptor.err, start.getEnvMap().toString());
      }
      return script.has(Fault.SESSION_IN_VARIABLES) && session != null
          ? start.toBuilder().putEnv("PLUGIN_SESSION", session).build()
          : start;
    }

    private CopyInRequest changed(CopyInRequest copy) {
      var changed = copy.toBuilder();
      if (begun && script.has(Fault.FRAME_ORDER_IGNORED)) {
        changed.clearEnvironmentId().clearDirectory();
      }
      if (script.has(Fault.COPY_END_IGNORED)) {
        Digest digest = this.digest == null ? new Digest(copy.getCrc32C()) : this.digest;
        this.digest = digest;
        digest.add(copy.getBytes().toByteArray());
        if (copy.hasEnd()) {
          changed.setEnd(digest.end());
        }
      }
      return changed.build();
    }

    private void end(Status status) {
      call.close(status, new Metadata());
      isOver = true;
    }

    @Override
    public void onHalfClose() {
      if (isOver) {
        return;
      }
      boolean reads =
          call.getMethodDescriptor()
              .getFullMethodName()
              .equals("berth.backend.v1beta1.Executions/Read");
      if (reads && script.has(Fault.HALF_CLOSE_ENDS)) {
        end(Status.CANCELLED.withDescription("the reader left"));
        return;
      }
      super.onHalfClose();
    }
  }
}
