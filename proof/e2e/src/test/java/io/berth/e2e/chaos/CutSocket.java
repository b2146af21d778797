// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.chaos;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A socket that passes all on to another, until it is cut; then whoever connects anew is served.
final class CutSocket implements AutoCloseable {

  private final ServerSocketChannel door;
  private final Path target;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  CutSocket(Path socket, Path target) throws IOException {
    this.target = target;
    this.door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    door.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().name("cut-socket").start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel near = door.accept();
        open.add(near);
        Thread.ofVirtual().start(() -> serve(near));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void serve(SocketChannel near) {
    try (near;
        SocketChannel far = SocketChannel.open(UnixDomainSocketAddress.of(target))) {
      open.add(far);
      Thread back = Thread.ofVirtual().start(() -> pass(far, near));
      pass(near, far);
      back.join();
      open.remove(far);
    } catch (IOException e) {
      // Nobody is there: the caller is cut off.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(near);
    }
  }

  private static void pass(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    try (from;
        to) {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException e) {
      // It was cut.
    }
  }

  /// Cuts all connections that there are.
  void cut() throws IOException {
    for (SocketChannel each : open) {
      each.close();
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
  }
}
