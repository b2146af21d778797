// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An engine that answers what a test says, on a socket.
final class FakeEngine implements AutoCloseable {

  private final ServerSocketChannel server;
  private final Path socket;
  private final Answering answering;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();

  /// What a test says.
  interface Answering {
    /// Answers one request, whose body is not read yet.
    ///
    /// @param request method and path
    void answer(String request, InputStream in, OutputStream out) throws IOException;
  }

  private FakeEngine(ServerSocketChannel server, Path socket, Answering answering) {
    this.server = server;
    this.socket = socket;
    this.answering = answering;
  }

  static FakeEngine start(Path folder, Answering answering) throws IOException {
    Path socket = folder.resolve("engine.sock");
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    var engine = new FakeEngine(server, socket, answering);
    Thread.ofPlatform().daemon().start(engine::accept);
    return engine;
  }

  /// Returns one that speaks a version and answers with a body.
  static FakeEngine speaking(Path folder, String version, String body) throws IOException {
    return start(
        folder,
        (_, _, out) ->
            write(
                out,
                "HTTP/1.1 200 OK\r\nApi-Version: "
                    + version
                    + "\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body));
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  DockerEndpoint endpoint() {
    return DockerEndpoint.at(new EngineAddress.Unix(socket));
  }

  List<String> asked() {
    return asked;
  }

  int connections() {
    return connections.size();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel connection = server.accept();
        connections.add(connection);
        Thread.ofPlatform().daemon().start(() -> serve(connection));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(Channels.newInputStream(connection));
      while (true) {
        String first = line(in);
        String header = line(in);
        while (!header.isEmpty()) {
          header = line(in);
        }
        String request = first.substring(0, first.lastIndexOf(' '));
        asked.add(request);
        answering.answer(request, in, Channels.newOutputStream(connection));
      }
    } catch (IOException | StringIndexOutOfBoundsException e) {
      // Whoever called went away.
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel connection : connections) {
      connection.close();
    }
  }
}
