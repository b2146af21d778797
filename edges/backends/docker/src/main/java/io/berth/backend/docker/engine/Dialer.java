// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import io.berth.spi.DuplexStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Opens connections to an engine: a socket, a tunnel, whatever carries bytes both ways.
@FunctionalInterface
public interface Dialer {

  /// How long a machine may take to answer.
  Duration PATIENCE = Duration.ofSeconds(20);

  /// Opens a connection.
  ///
  /// @throws IOException if nobody answers
  DuplexStream dial() throws IOException;

  /// Returns what dials an address.
  static Dialer of(EngineAddress address) {
    return switch (address) {
      case EngineAddress.Unix(var socket) -> () -> unix(socket);
      case EngineAddress.Tcp(var host, var port) -> () -> stream(tcp(host, port));
      case EngineAddress.Tls tls -> {
        var certificates = new ClientCertificates(tls.certificates());
        yield () -> stream(certificates.over(tcp(tls.host(), tls.port()), tls.host(), tls.port()));
      }
      case EngineAddress.Ssh ssh -> () -> command(sshCommand(ssh));
    };
  }

  private static DuplexStream unix(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    return new Stream(
        Channels.newInputStream(channel),
        Channels.newOutputStream(channel),
        channel::shutdownOutput,
        channel::close);
  }

  private static Socket tcp(String host, int port) throws IOException {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static DuplexStream stream(Socket socket) throws IOException {
    return new Stream(
        socket.getInputStream(), socket.getOutputStream(), socket::shutdownOutput, socket::close);
  }

  private static List<String> sshCommand(EngineAddress.Ssh ssh) {
    var command =
        new ArrayList<>(
            List.of(
                "ssh",
                "-T",
                "-o",
                "BatchMode=yes",
                "-o",
                "ConnectTimeout=" + PATIENCE.toSeconds()));
    if (ssh.port() != 0) {
      command.addAll(List.of("-p", Integer.toString(ssh.port())));
    }
    command.addAll(List.of("--", ssh.destination(), "docker", "system", "dial-stdio"));
    return command;
  }

  /// Dials by a command that carries a connection on its standard input and output.
  static DuplexStream command(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new Stream(
        process.getInputStream(),
        process.getOutputStream(),
        process.getOutputStream()::close,
        () -> {
          process.destroy();
          process.getInputStream().close();
        });
  }

  /// An end of a connection.
  interface Ending {
    void end() throws IOException;
  }

  /// A connection out of its parts.
  record Stream(InputStream input, OutputStream output, Ending half, Ending whole)
      implements DuplexStream {

    @Override
    public void closeOutput() throws IOException {
      output.flush();
      half.end();
    }

    @Override
    public void close() throws IOException {
      whole.end();
    }
  }
}
