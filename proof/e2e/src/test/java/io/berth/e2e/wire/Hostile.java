// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A caller that sends what no runner sends. Whether the server takes it is the server's business.
final class Hostile implements AutoCloseable {

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_OF_HEADERS = 4;

  private final SocketAddress address;
  private final Random random = new Random(2026);
  private final List<SocketChannel> open = new ArrayList<>();

  Hostile(String address) {
    this.address =
        address.startsWith("unix://")
            ? UnixDomainSocketAddress.of(address.substring(7))
            : new InetSocketAddress(
                InetAddress.getLoopbackAddress(),
                Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
  }

  /// Sends random bytes on many connections, each until it is thrown out.
  void noise(int connections) throws IOException {
    for (int i = 0; i < connections; i++) {
      byte[] bytes = new byte[1 + random.nextInt(20_000)];
      random.nextBytes(bytes);
      try (var channel = SocketChannel.open(address)) {
        send(channel, bytes);
        awaitEnd(channel);
      }
    }
  }

  private static void awaitEnd(SocketChannel channel) {
    try {
      while (channel.read(ByteBuffer.allocate(1000)) >= 0) {}
    } catch (IOException e) {
      // That is its end, too.
    }
  }

  /// Begins to speak as it should, and sends frames that are cut off or garbage.
  void brokenFrames(int connections) throws IOException {
    for (int i = 0; i < connections; i++) {
      byte[] payload = new byte[random.nextInt(2000)];
      random.nextBytes(payload);
      byte[] frame = frame(random.nextInt(12), random.nextInt(256), 1, payload);
      try (var channel = SocketChannel.open(address)) {
        send(channel, PREFACE);
        send(channel, frame(SETTINGS, 0, 0, new byte[0]));
        send(channel, i % 2 == 0 ? frame : Arrays.copyOf(frame, frame.length / 2));
      }
    }
  }

  /// Connects often, says a part of what it should, and stays.
  void stayAndSaySlowly(int connections) throws IOException {
    for (int i = 0; i < connections; i++) {
      var channel = SocketChannel.open(address);
      open.add(channel);
      send(channel, Arrays.copyOf(PREFACE, i % PREFACE.length));
    }
  }

  /// Opens many calls on one connection and ends none: they watch the health of the server.
  void streams(int count) throws IOException {
    var channel = SocketChannel.open(address);
    open.add(channel);
    send(channel, PREFACE);
    send(channel, frame(SETTINGS, 0, 0, new byte[0]));
    byte[] headers = headers("/grpc.health.v1.Health/Watch");
    byte[] message = frame(0, 0, 0, new byte[5]);
    for (int i = 0; i < count; i++) {
      int stream = 2 * i + 1;
      send(channel, frame(HEADERS, END_OF_HEADERS, stream, headers));
      send(channel, ByteBuffer.wrap(message.clone()).putInt(5, stream).array());
    }
  }

  private static byte[] headers(String path) {
    var block = new ByteArrayOutputStream();
    // POST and http of the static table, then literals without an index.
    block.write(0x83);
    block.write(0x86);
    literal(block, 4, path);
    literal(block, 1, "localhost");
    literal(block, 31, "application/grpc");
    block.write(0);
    text(block, "te");
    text(block, "trailers");
    return block.toByteArray();
  }

  private static void literal(ByteArrayOutputStream block, int name, String value) {
    if (name < 15) {
      block.write(name);
    } else {
      block.write(15);
      block.write(name - 15);
    }
    text(block, value);
  }

  private static void text(ByteArrayOutputStream block, String text) {
    block.write(text.length());
    block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .putInt(payload.length << 8 | type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  private static void send(SocketChannel channel, byte[] bytes) {
    try {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
    } catch (IOException e) {
      // It was thrown out.
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : open) {
      channel.close();
    }
  }
}
