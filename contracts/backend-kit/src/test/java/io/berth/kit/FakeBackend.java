// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.Capabilities;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Layout;
import io.berth.spi.SetupLog;
import io.berth.spi.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A platform in memory, whose commands run until they are killed and that fails as it is told.
final class FakeBackend implements SmallBackend {

  static final Layout LAYOUT =
      new Layout(new Layout.Paths("/w", "/t", "/c", "/a"), "Linux", "X64", Map.of());

  final List<FakePlace> made = new CopyOnWriteArrayList<>();
  final CountDownLatch begun = new CountDownLatch(1);
  volatile List<Found> found = List.of();
  volatile @Nullable CountDownLatch holdUp;
  volatile @Nullable IOException failure;
  volatile boolean stubborn;
  volatile boolean interrupted;
  volatile boolean outputFails;
  volatile boolean startFails;

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Capabilities capabilities() {
    return LiftedBackendTest.capabilities();
  }

  @Override
  public List<LabelVerdict> validateLabels(List<LabelConfiguration> labels) {
    return List.of();
  }

  @Override
  public List<Found> found() {
    return found;
  }

  @Override
  public Place make(EnvironmentRequest request, Marks marks)
      throws IOException, InterruptedException {
    begun.countDown();
    SetupLog.tell("making " + request.id());
    CountDownLatch waiting = holdUp;
    if (waiting != null) {
      await(waiting);
    }
    if (failure != null) {
      throw new IOException(failure.getMessage());
    }
    var place = new FakePlace(marks);
    made.add(place);
    return place;
  }

  private void await(CountDownLatch waiting) throws InterruptedException {
    try {
      waiting.await();
    } catch (InterruptedException e) {
      interrupted = true;
      if (!stubborn) {
        throw e;
      }
      waiting.await();
    }
  }

  /// A place in memory.
  final class FakePlace implements Place {
    volatile Marks marks;
    volatile boolean leavesSomething;
    final AtomicInteger removals = new AtomicInteger();

    FakePlace(Marks marks) {
      this.marks = marks;
    }

    @Override
    public Layout layout() {
      return LAYOUT;
    }

    @Override
    public Running start(ExecSpec spec) throws IOException {
      if (startFails) {
        throw new IOException("away");
      }
      return new FakeCommand();
    }

    @Override
    public void mark(Marks next) {
      marks = next;
    }

    @Override
    public void copyIn(String directory, InputStream tar) throws IOException {
      throw new IOException("no files");
    }

    @Override
    public void copyOut(String path, OutputStream tar) throws IOException {
      throw new IOException("no files");
    }

    @Override
    public boolean remove() {
      removals.addAndGet(leavesSomething ? 0 : 1);
      return !leavesSomething;
    }
  }

  /// A command that runs until it is killed.
  private final class FakeCommand implements Running {
    private final CountDownLatch killed = new CountDownLatch(1);

    @Override
    public byte[] read(int max) throws InterruptedException, IOException {
      if (outputFails) {
        throw new IOException("cut");
      }
      killed.await();
      return new byte[0];
    }

    @Override
    public boolean awaitExit(Duration atMost) throws InterruptedException {
      return killed.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public ExecOutcome exit() {
      return new ExecOutcome.Signalled(9);
    }

    @Override
    public void signal(Signal signal) {
      killed.countDown();
    }
  }
}
