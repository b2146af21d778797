// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The way to a plugin that Berth runs: started again when it dies, until it dies too often.
final class ManagedLink implements Link {

  private final String plugin;
  private final PluginProgram program;
  private final PluginLog log;
  private final InstantSource clock;
  private final Transport transport = new Transport();
  private final Thread supervisor;
  private Restarts restarts = Restarts.NONE;
  private @Nullable PluginChild child;
  private @Nullable Endpoint endpoint;
  private @Nullable PluginConnection connection;
  private @Nullable BerthException broken;
  private boolean closed;

  private ManagedLink(String plugin, PluginProgram program, PluginLog log, InstantSource clock) {
    this.plugin = plugin;
    this.program = program;
    this.log = log;
    this.clock = clock;
    this.supervisor = Thread.ofVirtual().name("plugin-" + plugin).unstarted(this::supervise);
  }

  /// Starts a plugin and waits until it can be called.
  ///
  /// @throws BerthException B3001 if that does not come to be
  static ManagedLink start(String plugin, PluginProgram program, PluginLog log, InstantSource clock)
      throws InterruptedException {
    var link = new ManagedLink(plugin, program, log, clock);
    try {
      link.begin();
      link.supervisor.start();
      return link;
    } catch (RuntimeException | InterruptedException e) {
      link.close();
      throw e;
    }
  }

  private void begin() throws InterruptedException {
    PluginChild started = program.start(plugin, log);
    synchronized (this) {
      child = started;
    }
    Endpoint reached = program.endpoint(plugin, started);
    synchronized (this) {
      if (closed) {
        return;
      }
      endpoint = reached;
      connection = new PluginConnection(reached, transport);
      started.listen(connection.plain());
    }
  }

  private void supervise() {
    try {
      while (true) {
        String how = awaitEnd();
        Duration pause = died(how);
        if (pause == null) {
          return;
        }
        Thread.sleep(pause);
        try {
          begin();
        } catch (BerthException e) {
          log.line(plugin, PluginLog.Level.ERROR, String.valueOf(e.getMessage()));
          killAndForget();
        }
      }
    } catch (InterruptedException e) {
      // It is being closed.
      Thread.currentThread().interrupt();
    }
  }

  private void killAndForget() {
    PluginChild current = child();
    if (current != null) {
      current.kill();
    }
  }

  private synchronized @Nullable PluginChild child() {
    return child;
  }

  private String awaitEnd() throws InterruptedException {
    PluginChild current = child();
    if (current == null) {
      return "not started";
    }
    String how = current.awaitEnd();
    // What it started and left behind in its own group ends with it.
    current.kill();
    current.close();
    return how;
  }

  /// @return when to start it again, or `null` for never
  private synchronized @Nullable Duration died(String how) {
    if (connection != null) {
      connection.close();
    }
    connection = null;
    endpoint = null;
    child = null;
    if (closed) {
      return null;
    }
    restarts = restarts.died(clock.instant());
    if (restarts.isOver()) {
      broken = tooOften(how);
      log.line(plugin, PluginLog.Level.ERROR, "ended (" + how + ") too often: not started again");
      return null;
    }
    Duration pause = restarts.pause();
    log.line(
        plugin,
        PluginLog.Level.WARN,
        "ended (" + how + "): started again in " + pause.toSeconds() + " s");
    return pause;
  }

  private BerthException tooOften(String how) {
    return new BerthException(
        BerthError.of(
            ErrorCode.BACKEND_UNAVAILABLE,
            "plugin `"
                + plugin
                + "` died "
                + restarts.deaths().size()
                + " times in 10 minutes, the last time with "
                + how,
            "mend the plugin or its configuration, then start Berth again"));
  }

  @Override
  public synchronized PluginConnection connection() throws StatusException {
    if (broken != null) {
      throw broken;
    }
    if (closed) {
      throw Status.ABORTED.withDescription("the connection is closed").asException();
    }
    if (connection == null) {
      throw Status.UNAVAILABLE
          .withDescription("plugin `" + plugin + "` is being started again")
          .asException();
    }
    return connection;
  }

  @Override
  public synchronized void renew(PluginConnection dead) {
    if (!closed && connection == dead && endpoint != null && child != null) {
      connection = new PluginConnection(endpoint, transport);
      child.listen(connection.plain());
    }
    dead.close();
  }

  /// A child that answers nobody is as good as dead.
  @Override
  public synchronized void giveUp(PluginConnection dead) {
    if (connection == dead && child != null) {
      log.line(plugin, PluginLog.Level.ERROR, "does not answer any more: killed");
      child.kill();
    }
    dead.close();
  }

  @Override
  public void close() {
    PluginChild last;
    PluginConnection asked;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      last = child;
      asked = connection;
    }
    supervisor.interrupt();
    if (last != null) {
      last.stop(asked == null ? null : asked.plain());
      last.close();
    }
    if (asked != null) {
      asked.close();
    }
    transport.close();
    program.close();
  }
}
