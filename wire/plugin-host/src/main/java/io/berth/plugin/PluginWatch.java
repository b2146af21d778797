// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.protocol.v1beta1.WatchBackendRequest;
import io.berth.protocol.v1beta1.WatchBackendResponse;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Listens to how a plugin says it is, and gives a connection up on which it says nothing.
final class PluginWatch implements AutoCloseable {

  private static final Duration USUAL = Duration.ofSeconds(15);
  private static final Duration SHORTEST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /// How many heartbeats may be missed.
  private static final int MISSED = 3;

  private final PluginSession session;
  private final Duration patience;
  private final Thread thread;
  private volatile @Nullable WatchBackendResponse last;
  private volatile boolean closed;
  private Duration heartbeat = USUAL;
  private long heard = System.nanoTime();

  PluginWatch(PluginSession session, Duration patience) {
    this.session = session;
    this.patience = patience;
    this.thread = Thread.ofVirtual().name("plugin-" + session.name() + "-watch").start(this::watch);
  }

  /// Returns what was said last, or `null` if nothing was.
  @Nullable WatchBackendResponse last() {
    return last;
  }

  private void watch() {
    try {
      var pace = new Pace(LONGEST);
      while (!closed) {
        boolean said = false;
        try {
          said = listen();
        } catch (StatusException e) {
          if (PluginSession.isUnimplemented(e)) {
            return;
          }
        }
        pace = said ? new Pace(LONGEST) : pace;
        if (!pace.again()) {
          pace = new Pace(LONGEST);
        }
      }
    } catch (InterruptedException | RuntimeException e) {
      // It was closed, or there will be no connection any more: who calls is told.
      closed = true;
    }
  }

  /// Listens on one connection until it ends.
  ///
  /// @return whether anything was said
  private boolean listen() throws StatusException, InterruptedException {
    PluginConnection connection = session.connection();
    BlockingClientCall<?, WatchBackendResponse> call =
        connection.watching().watchBackend(WatchBackendRequest.getDefaultInstance());
    boolean said = false;
    try {
      while (true) {
        WatchBackendResponse answer =
            call.read(heartbeat.toMillis() * MISSED, TimeUnit.MILLISECONDS);
        if (answer == null) {
          return said;
        }
        said = true;
        heard = System.nanoTime();
        last = answer;
        if (answer.hasHeartbeat()) {
          heartbeat = bounded(answer.getHeartbeat());
        }
      }
    } catch (TimeoutException e) {
      // The other half is for a plugin that is started again.
      if (System.nanoTime() - heard > patience.toNanos() / 2) {
        heard = System.nanoTime();
        session.link().giveUp(connection);
      } else {
        session.link().renew(connection);
      }
      return said;
    } finally {
      call.cancel("no longer listened to", null);
    }
  }

  private static Duration bounded(com.google.protobuf.Duration told) {
    Duration heartbeat = Duration.ofSeconds(Math.clamp(told.getSeconds(), 0, 600), told.getNanos());
    if (heartbeat.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return heartbeat.compareTo(LONGEST) > 0 ? LONGEST : heartbeat;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
