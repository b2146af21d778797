// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A connection to a plugin on which bytes and frames of HTTP/2 are sent that no library would
/// send.
final class RawConnection implements AutoCloseable {

  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int ACK = 1;

  private static final int HEADER = 9;
  private static final int LARGEST = 1 << 20;
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final AutoCloseable socket;
  private final DataInputStream in;
  private final OutputStream out;

  /// A frame of HTTP/2.
  record Frame(int type, int flags, int stream, byte[] payload) {}

  private RawConnection(AutoCloseable socket, InputStream in, OutputStream out) {
    this.socket = socket;
    this.in = new DataInputStream(in);
    this.out = out;
  }

  /// Connects, and says nothing.
  static RawConnection open(Wire wire) throws IOException {
    var channel = SocketChannel.open(wire.socket());
    return new RawConnection(
        channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
  }

  /// Connects, encrypted where the plugin wants that, and begins to speak HTTP/2.
  static RawConnection http2(Wire wire) throws IOException {
    SslContext tls = wire.tls();
    RawConnection connection = tls == null ? open(wire) : encrypted(wire, tls);
    connection.send(PREFACE);
    connection.send(frame(SETTINGS, 0, 0, new byte[0]));
    return connection;
  }

  private static RawConnection encrypted(Wire wire, SslContext tls) throws IOException {
    var address = (InetSocketAddress) wire.socket();
    var socket =
        (SSLSocket)
            ((JdkSslContext) tls)
                .context()
                .getSocketFactory()
                .createSocket(address.getHostString(), address.getPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    return new RawConnection(socket, socket.getInputStream(), socket.getOutputStream());
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /// Returns a frame as it is sent, with the length that its payload has.
  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(HEADER + payload.length)
        .putInt(payload.length << 8 | type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /// Returns the next frame, or `null` when the plugin has closed the connection.
  @Nullable Frame read() throws IOException {
    try {
      int head = in.readInt();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      int length = head >>> 8;
      if (length > LARGEST) {
        throw new IOException("the plugin sent a frame of " + length + " bytes");
      }
      return new Frame(head & 0xff, flags, stream, in.readNBytes(length));
    } catch (EOFException e) {
      return null;
    }
  }

  /// Returns the next byte, or -1 when the plugin has closed the connection.
  int readByte() throws IOException {
    return in.read();
  }

  /// Waits until the plugin has closed the connection, or for some time.
  void awaitEnd(Duration most) throws InterruptedException {
    Thread.ofVirtual()
        .name("raw-end")
        .start(
            () -> {
              try {
                in.skipNBytes(Long.MAX_VALUE);
              } catch (IOException e) {
                // That is its end.
              }
            })
        .join(most);
  }

  @Override
  public void close() throws IOException {
    try {
      socket.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
