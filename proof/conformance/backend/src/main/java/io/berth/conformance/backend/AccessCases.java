// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.plugin.PluginAddress;
import io.berth.protocol.v1beta1.BackendGrpc;
import io.berth.protocol.v1beta1.ContainersGrpc;
import io.berth.protocol.v1beta1.EnvironmentsGrpc;
import io.berth.protocol.v1beta1.ExecutionsGrpc;
import io.berth.protocol.v1beta1.FilesGrpc;
import io.berth.sdk.tls.Curve;
import io.berth.sdk.tls.Identity;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.stub.ClientCalls;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is let in at the address of a plugin: tokens and the rights of sockets.
final class AccessCases {

  static final List<Case> CASES =
      List.of(
          Case.of(
                  "TCP-01",
                  Profile.TCP,
                  "without its token the plugin answers nothing but health",
                  AccessCases::tokens)
              .needs(Need.TOKEN),
          Case.of(
                  "TCP-02",
                  Profile.TCP,
                  "a certificate of another authority, none, and TLS before 1.3 are refused",
                  AccessCases::certificates)
              .needs(Need.CERTIFICATES),
          Case.of(
                  "SEC-02",
                  Profile.SECURITY,
                  "a socket that wants no token can be reached by its owner alone",
                  AccessCases::rights)
              .needs(Need.SOCKET)
              .needs(Need.NO_TOKEN));

  private static final List<ServiceDescriptor> SERVED =
      List.of(
          BackendGrpc.getServiceDescriptor(),
          EnvironmentsGrpc.getServiceDescriptor(),
          ExecutionsGrpc.getServiceDescriptor(),
          FilesGrpc.getServiceDescriptor());

  /// What a plugin may leave out, and must not give to strangers.
  private static final List<String> OPTIONAL =
      List.of(
          ContainersGrpc.getCreateStepContainerMethod().getFullMethodName(),
          "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
          "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo");

  private AccessCases() {}

  private static void tokens(Trial trial) {
    Wire wire = trial.wire();
    String token = String.valueOf(wire.token());
    List<String> served = new ArrayList<>();
    for (ServiceDescriptor service : SERVED) {
      service.getMethods().forEach(method -> served.add(method.getFullMethodName()));
    }
    Channel nothing = wire.channel(null, null, 0);
    for (String method : served) {
      refused(trial, method + " without a token", nothing, method, false);
    }
    for (String method : OPTIONAL) {
      refused(trial, method + " without a token", nothing, method, true);
    }
    String info = BackendGrpc.getGetInfoMethod().getFullMethodName();
    Map<String, String> wrong =
        Map.of(
            "another token", "Bearer verify-wrong",
            "a token that lacks its last character",
                "Bearer " + token.substring(0, token.length() - 1),
            "a token with a character too many", "Bearer " + token + "x",
            "an empty token", "Bearer ",
            "a token that is called a password", "Basic " + token);
    wrong.forEach(
        (words, header) ->
            refused(trial, "GetInfo with " + words, wire.channel(null, header, 0), info, false));
    trial.doing("health without a token");
    trial.equal(
        "health without a token",
        ServingStatus.SERVING,
        HealthGrpc.newBlockingStub(nothing)
            .check(HealthCheckRequest.getDefaultInstance())
            .getStatus());
  }

  private static void refused(
      Trial trial, String what, Channel channel, String method, boolean isOptional) {
    RawCalls.refused(
        trial,
        what,
        isOptional
            ? List.of(Status.Code.UNAUTHENTICATED, Status.Code.UNIMPLEMENTED)
            : List.of(Status.Code.UNAUTHENTICATED),
        () -> trial.doing(what + (answers(channel, method) ? ", answered" : ", ended")));
  }

  /// Calls a method with an empty message, and returns whether an answer came.
  private static boolean answers(Channel channel, String method) {
    return ClientCalls.blockingServerStreamingCall(
            channel,
            MethodDescriptor.newBuilder(Bytes.PLAIN, Bytes.PLAIN)
                .setType(MethodDescriptor.MethodType.UNKNOWN)
                .setFullMethodName(method)
                .build(),
            CallOptions.DEFAULT,
            new byte[0])
        .hasNext();
  }

  /// Messages as they are.
  private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
    PLAIN;

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void certificates(Trial trial) throws IOException {
    trial.doing("GetInfo with the certificate that was given");
    RawCalls.info(trial.wire().channel(null));
    Identity stranger = Identity.selfSigned(Curve.P256, trial.subject().runner());
    certificateRefused(
        trial,
        "a certificate of another authority",
        client().keyManager(stranger.key(), stranger.certificate()).build());
    certificateRefused(trial, "no certificate", client().build());
    trial.doing("a greeting of TLS 1.1");
    for (int minor : new int[] {2, 3}) {
      try (var connection = RawConnection.open(trial.wire())) {
        connection.send(TlsGreeting.of(minor));
        trial.that(
            connection.readByte() != TlsGreeting.HANDSHAKE,
            "a caller that speaks TLS 1." + (minor - 1) + " and nothing later was answered");
      } catch (IOException e) {
        trial.doing("the next greeting, after one that was refused: " + e.getMessage());
      }
    }
  }

  private static void certificateRefused(Trial trial, String what, SslContext caller) {
    try (Wire other = trial.wire().as(caller)) {
      RawCalls.refused(
          trial,
          "GetInfo with " + what,
          List.of(Status.Code.UNAVAILABLE, Status.Code.UNAUTHENTICATED),
          () -> RawCalls.info(other.channel(null)));
    }
  }

  /// Trusts whoever answers: it is the caller that is tried.
  private static SslContextBuilder client() {
    return GrpcSslContexts.configure(
            SslContextBuilder.forClient().trustManager(InsecureTrustManagerFactory.INSTANCE),
            SslProvider.JDK)
        .protocols("TLSv1.3");
  }

  private static void rights(Trial trial) throws IOException {
    if (!(trial.wire().address() instanceof PluginAddress.Unix(Path path))) {
      throw new IllegalStateException("the case needs a socket");
    }
    Path folder = path.toAbsolutePath().getParent();
    trial.equal("the mode of the socket", "rw-------", mode(path));
    trial.equal("the mode of the socket's folder", "rwx------", mode(folder));
  }

  private static String mode(@Nullable Path path) throws IOException {
    return path == null
        ? ""
        : PosixFilePermissions.toString(Set.copyOf(Files.getPosixFilePermissions(path)));
  }
}
