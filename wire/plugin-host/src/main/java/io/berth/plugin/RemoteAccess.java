// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.sdk.tls.Identity;
import io.berth.sdk.tls.Pem;
import io.berth.sdk.tls.Trust;
import io.berth.sdk.wire.Access;
import io.berth.spi.AccessMethod;
import io.berth.spi.DuplexStream;
import io.berth.spi.Reach;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A way into an environment that its plugin told of.
record RemoteAccess(String name, Reach reach) implements AccessMethod {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST = 16;

  /// Reads what a plugin tells; what this side does not know is left out.
  ///
  /// @throws io.berth.model.BerthException if the plugin breaks its promises
  static List<AccessMethod> of(
      List<io.berth.protocol.v1beta1.AccessMethod> told, PluginSession session) {
    List<AccessMethod> methods = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (var each : told) {
      Reach reach = Access.in(each);
      if (told.size() > MOST || !names.add(each.getName())) {
        throw session.wrong("offers more than " + MOST + " ways into an environment, or one twice");
      }
      if (reach == null) {
        continue;
      }
      String problem =
          session.capabilities().access().contains(reach.kind())
              ? Checks.problem(reach)
              : "offers " + reach.kind() + " and does not declare it";
      if (problem != null) {
        throw session.wrong(problem);
      }
      methods.add(new RemoteAccess(each.getName(), reach));
    }
    return List.copyOf(methods);
  }

  @Override
  public Kind kind() {
    return reach.kind();
  }

  @Override
  public DuplexStream dial() throws IOException {
    return switch (reach) {
      case Reach.Docker(String address, var _) when address.startsWith(Checks.UNIX) ->
          unix(Path.of(address.substring(Checks.UNIX.length())));
      case Reach.Docker(String address, var certificates) -> {
        URI uri = URI.create(address);
        yield tcp(uri.getHost(), uri.getPort(), certificates);
      }
      case Reach.Ssh ssh -> tcp(ssh.host(), ssh.port(), null);
    };
  }

  private static DuplexStream unix(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    return new Dialled(
        Channels.newInputStream(channel),
        Channels.newOutputStream(channel),
        channel::shutdownOutput,
        channel);
  }

  private DuplexStream tcp(String host, int port, Reach.@Nullable Certificates certificates)
      throws IOException {
    var socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
      Socket dialled = certificates == null ? socket : secured(socket, host, port, certificates);
      return new Dialled(
          dialled.getInputStream(), dialled.getOutputStream(), dialled::shutdownOutput, dialled);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private Socket secured(Socket plain, String host, int port, Reach.Certificates pem)
      throws IOException {
    String place = "the access method `" + name + "`";
    var self = Identity.of(pem.certificate(), pem.key(), place);
    try {
      var sockets = Trust.sockets(self, Pem.certificates(pem.authority()));
      var socket = (SSLSocket) sockets.createSocket(plain, host, port, true);
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    } catch (CertificateException e) {
      throw new IOException(place + " has a damaged authority: " + e.getMessage(), e);
    }
  }

  /// Ends one direction.
  @FunctionalInterface
  private interface HalfClose {
    void end() throws IOException;
  }

  private record Dialled(
      InputStream input, OutputStream output, HalfClose half, Closeable connection)
      implements DuplexStream {

    @Override
    public void closeOutput() throws IOException {
      half.end();
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
