// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.os.Child;
import io.berth.os.ExitStatus;
import io.berth.os.Launch;
import io.berth.os.Program;
import io.berth.os.Signals;
import io.berth.protocol.managed.Empty;
import io.berth.protocol.managed.GRPCControllerGrpc;
import io.grpc.Channel;
import io.grpc.StatusException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One process of a plugin that Berth runs, from its start to its end.
final class PluginChild {

  private static final int LONGEST_LINE = 16 << 10;
  private static final int PIECE = 16 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration FOREVER = Duration.ofDays(365);

  private final String plugin;
  private final Child process;
  private final Complaints complaints;
  private final Thread errors;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable String line;
  private boolean silent;
  private volatile @Nullable Thread carried;

  private PluginChild(String plugin, Child process, Complaints complaints) {
    this.plugin = plugin;
    this.process = process;
    this.complaints = complaints;
    this.errors =
        Thread.ofPlatform()
            .daemon()
            .name("plugin-" + plugin + "-stderr")
            .start(() -> complaints.read(process.errors()));
    Thread.ofVirtual().name("plugin-" + plugin + "-stdout").start(this::listen);
  }

  /// Starts it.
  ///
  /// @throws BerthException B3001 if it cannot be started
  static PluginChild start(String plugin, Program program, PluginLog log) {
    try {
      return switch (Launch.apart(program)) {
        case Launch.Running(Child process) ->
            new PluginChild(plugin, process, new Complaints(plugin, log));
        case Launch.Refused(int _, String problem) ->
            throw failure(
                plugin,
                "cannot be started: " + problem,
                "check `exec` of backend `" + plugin + "`",
                null);
      };
    } catch (IOException e) {
      throw failure(plugin, "cannot be started: " + e.getMessage(), null, e);
    }
  }

  private static BerthException failure(
      String plugin, String problem, @Nullable String remedy, @Nullable Throwable cause) {
    return new BerthException(
        java.util.List.of(
            BerthError.of(
                ErrorCode.BACKEND_UNAVAILABLE, "plugin `" + plugin + "` " + problem, remedy)),
        cause);
  }

  /// Waits until it says where it is reached.
  ///
  /// @throws BerthException B3001 if it says something else, ends, or says nothing in time
  Handshake handshake(Duration atMost) throws InterruptedException {
    String said = firstLine(atMost);
    if (said == null) {
      boolean ended = process.awaitExit(silent ? PATIENCE : Duration.ZERO);
      if (ended) {
        errors.join(Duration.ofSeconds(1));
      }
      throw failure(
          plugin,
          (ended
                  ? "ended (" + words(process.exit()) + ") before it said where it is reached"
                  : silent
                      ? "closed its output before it said where it is reached"
                      : "did not say in " + atMost.toSeconds() + " s where it is reached")
              + complaints.lastWords(),
          "a plugin prints one line when it is ready: see section 9 of the protocol",
          null);
    }
    try {
      return Handshake.parse(said);
    } catch (IllegalArgumentException e) {
      throw failure(
          plugin,
          "answered with another first line: " + e.getMessage() + complaints.lastWords(),
          "a plugin prints `1|1|unix|/path|grpc|` and nothing before it",
          e);
    }
  }

  private @Nullable String firstLine(Duration atMost) throws InterruptedException {
    long nanos = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while (line == null && !silent && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return line;
    } finally {
      lock.unlock();
    }
  }

  /// Reads the first line, and throws away what follows for as long as the plugin lives.
  private void listen() {
    var first = new ByteArrayOutputStream();
    try {
      for (byte[] piece = process.read(PIECE); piece.length > 0; piece = process.read(PIECE)) {
        if (line == null) {
          take(piece, first);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.lock();
      try {
        silent = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void take(byte[] piece, ByteArrayOutputStream first) {
    int end = 0;
    while (end < piece.length && piece[end] != '\n') {
      end++;
    }
    first.write(piece, 0, end);
    if (end < piece.length || first.size() > LONGEST_LINE) {
      lock.lock();
      try {
        line = first.toString(StandardCharsets.UTF_8);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /// Listens to what it says over a connection, for as long as there is one.
  void listen(Channel channel) {
    carried =
        Thread.ofVirtual()
            .name("plugin-" + plugin + "-stdio")
            .start(() -> complaints.read(new CarriedOutput(channel)));
  }

  /// Waits for its end.
  ///
  /// @return how it ended, in words
  String awaitEnd() throws InterruptedException {
    while (!process.awaitExit(FOREVER)) {
      // A year is a long time, but it is not forever.
    }
    errors.join(Duration.ofSeconds(1));
    return words(process.exit()) + complaints.lastWords();
  }

  private static String words(ExitStatus exit) {
    return switch (exit) {
      case ExitStatus.Exited(int code) -> "exit status " + code;
      case ExitStatus.Signalled(int number) -> "signal " + number;
    };
  }

  /// Ends it: asks by a call if there is a connection, then by a signal, then does not ask.
  void stop(@Nullable Channel channel) {
    boolean asked = channel != null && askToEnd(channel);
    if (!asked) {
      process.signalGroup(Signals.TERMINATE);
    }
    try {
      if (!process.awaitExit(PATIENCE) && asked) {
        process.signalGroup(Signals.TERMINATE);
        process.awaitExit(Duration.ofSeconds(1));
      }
      errors.join(Duration.ofSeconds(1));
      Thread over = carried;
      if (over != null) {
        over.join(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  private static boolean askToEnd(Channel channel) {
    try {
      GRPCControllerGrpc.newBlockingV2Stub(channel)
          .withDeadlineAfter(2, TimeUnit.SECONDS)
          .shutdown(Empty.getDefaultInstance());
      return true;
    } catch (StatusException e) {
      // It may have ended before it could answer.
      return e.getStatus().getCode() == io.grpc.Status.Code.UNAVAILABLE;
    }
  }

  /// Ends it at once, with what it started and did not put into a group of its own.
  void kill() {
    process.signalGroup(Signals.KILL);
  }

  /// Gives its pipes back. Only after its end.
  void close() {
    process.close();
  }
}
