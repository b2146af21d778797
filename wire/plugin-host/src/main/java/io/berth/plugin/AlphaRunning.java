// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.kit.Pump;
import io.berth.kit.Running;
import io.berth.kit.Threads;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.protocol.forgejo.v1alpha.ExecOutput;
import io.berth.sdk.wire.Failures;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Signal;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A command in an environment of a plugin of Forgejo's runner. It can only be killed, by leaving.
final class AlphaRunning implements Running {

  private static final int KILLED = 9;
  private static final byte[] END = {};
  private static final byte[] LAST_LINE =
      "This plugin knows one signal: the command was killed.\n".getBytes(StandardCharsets.UTF_8);

  private final String plugin;
  private final BlockingClientCall<?, ExecOutput> call;
  private final Semaphore turn;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean killed;
  private volatile @Nullable ExecOutcome outcome;
  private final Pump pump;

  /// @param turn given back at the end
  AlphaRunning(String plugin, BlockingClientCall<?, ExecOutput> call, Semaphore turn) {
    this.plugin = plugin;
    this.call = call;
    this.turn = turn;
    this.pump = Pump.start("plugin-" + plugin + "-exec", new Output(), Threads.virtual());
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  /// What the plugin sends, as a stream: so the pump reads a little ahead of who wants it.
  private final class Output extends InputStream {

    private byte[] rest = END;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      try {
        while (rest.length == 0 && outcome == null) {
          rest = next();
        }
      } catch (InterruptedException e) {
        throw new IOException("interrupted while reading output", e);
      }
      if (rest.length == 0) {
        return -1;
      }
      int n = Math.min(length, rest.length);
      System.arraycopy(rest, 0, bytes, from, n);
      rest = Arrays.copyOfRange(rest, n, rest.length);
      return n;
    }
  }

  @Override
  public byte[] read(int max) throws InterruptedException, IOException {
    return pump.read(max);
  }

  @Override
  public boolean awaitClosed(Duration atMost) throws InterruptedException {
    return pump.awaitClosed(atMost);
  }

  @Override
  public void cut() {
    pump.cut();
  }

  private byte[] next() throws InterruptedException {
    try {
      ExecOutput output = call.read();
      if (output == null) {
        end(lost("plugin `" + plugin + "` ended a command without its exit status"));
        return END;
      }
      return switch (output.getOutputCase()) {
        case DATA -> output.getData().getData().toByteArray();
        case EXEC_COMPLETE -> {
          end(new ExecOutcome.Exited(status(output.getExecComplete().getExitCode())));
          yield END;
        }
        case EXEC_FAILED -> {
          String problem = output.getExecFailed().getErrorMessage();
          end(new ExecOutcome.NotStarted(127, problem.isBlank() ? "it cannot be run" : problem));
          yield END;
        }
        case OUTPUT_NOT_SET -> END;
      };
    } catch (StatusException e) {
      if (killed) {
        end(new ExecOutcome.Signalled(KILLED));
        return LAST_LINE;
      }
      end(lost(String.valueOf(Failures.in(e, plugin).getMessage())));
      return END;
    }
  }

  /// What does not fit into a byte is no success.
  private static int status(int told) {
    return told >= 0 && told <= 255 ? told : 255;
  }

  private static ExecOutcome lost(String problem) {
    return new ExecOutcome.EnvironmentLost(
        BerthError.of(ErrorCode.ENVIRONMENT_LOST, problem, null));
  }

  private void end(ExecOutcome how) {
    outcome = how;
    call.cancel("the command has ended", null);
    turn.release();
    over.countDown();
  }

  @Override
  public boolean awaitExit(Duration atMost) throws InterruptedException {
    return over.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public ExecOutcome exit() {
    ExecOutcome known = outcome;
    if (known == null) {
      throw new IllegalStateException("the command has not ended");
    }
    return known;
  }

  @Override
  public void signal(Signal signal) {
    killed = true;
    call.cancel("killed", null);
    makeRoom();
  }

  /// What was sent before is taken in, so that the end is seen behind it.
  private void makeRoom() {
    try {
      pump.awaitClosed(Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
