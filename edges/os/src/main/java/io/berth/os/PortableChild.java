// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A child made by the JDK alone, where the operating system is not one that Berth knows better.
///
/// It shares the session of Berth, costs threads, and its end by a signal is told as the JDK tells
/// it: as the exit status 128 plus the signal. When it ends between two reads of its pump, the JDK
/// closes its pipe, and what a child that it left behind prints later is lost.
final class PortableChild implements Child {

  private static final int CHUNK = 64 << 10;
  private static final int CHUNKS = 16;
  private static final byte[] END = {};

  private final Process process;
  private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(CHUNKS);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean cut;
  private byte[] rest = END;

  private PortableChild(Process process) {
    this.process = process;
  }

  static Launch start(Program program, String file, boolean apart) {
    String[] command = program.command().toArray(new String[0]);
    command[0] = file;
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(new File(program.directory()))
            .redirectErrorStream(!apart)
            .redirectInput(new File("/dev/null"));
    builder.environment().clear();
    builder.environment().putAll(program.env());
    try {
      PortableChild child = new PortableChild(builder.start());
      Thread.ofVirtual().name("output-" + child.pid()).start(child::pump);
      return new Launch.Running(child);
    } catch (IOException e) {
      return new Launch.Refused(126, "`" + file + "` cannot be executed: " + e.getMessage());
    }
  }

  private void pump() {
    byte[] buffer = new byte[CHUNK];
    try (InputStream output = process.getInputStream()) {
      for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
        byte[] chunk = Arrays.copyOf(buffer, n);
        boolean kept = n == 0 || cut;
        while (!kept) {
          kept = chunks.offer(chunk, 100, TimeUnit.MILLISECONDS) || cut;
        }
      }
    } catch (IOException e) {
      cut = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed.countDown();
    }
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public byte[] read(int max) throws InterruptedException {
    while (rest.length == 0) {
      boolean last = cut || closed.getCount() == 0;
      byte[] next = chunks.poll(last ? 0 : 20, TimeUnit.MILLISECONDS);
      if (next != null) {
        rest = next;
      } else if (last) {
        return END;
      }
    }
    byte[] result = rest.length <= max ? rest : Arrays.copyOf(rest, max);
    rest = Arrays.copyOfRange(rest, result.length, rest.length);
    return result;
  }

  @Override
  public boolean awaitExit(Duration atMost) throws InterruptedException {
    return process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public boolean awaitClosed(Duration atMost) throws InterruptedException {
    return closed.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public ExitStatus exit() {
    return new ExitStatus.Exited(process.exitValue());
  }

  @Override
  public InputStream errors() {
    return process.getErrorStream();
  }

  @Override
  public void signalGroup(int signal) {
    PortableSignals.send(process.pid(), signal);
  }

  @Override
  public void cut() {
    cut = true;
  }

  @Override
  public void close() {
    cut = true;
  }
}
