// SPDX-License-Identifier: Apache-2.0

import io.berth.kit.Running;
import io.berth.os.Child;
import io.berth.os.ExitStatus;
import io.berth.os.ProcessFamily;
import io.berth.os.Signals;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Signal;
import java.time.Duration;

/// A command that was started.
///
/// @param child its first process
/// @param family of whom that is one
record Command(Child child, ProcessFamily family) implements Running {

  @Override
  public byte[] read(int max) throws InterruptedException {
    return child.read(max);
  }

  @Override
  public boolean awaitExit(Duration atMost) throws InterruptedException {
    return child.awaitExit(atMost);
  }

  @Override
  public ExecOutcome exit() {
    return switch (child.exit()) {
      case ExitStatus.Exited(int code) -> new ExecOutcome.Exited(code);
      case ExitStatus.Signalled(int number) -> new ExecOutcome.Signalled(number);
    };
  }

  @Override
  public void signal(Signal signal) {
    switch (signal) {
      case INTERRUPT -> family.signal(child, Signals.INTERRUPT);
      case TERMINATE -> family.signal(child, Signals.TERMINATE);
      case KILL -> family.kill(child);
    }
  }

  @Override
  public boolean awaitClosed(Duration atMost) throws InterruptedException {
    return child.awaitClosed(atMost);
  }

  @Override
  public void cut() {
    child.cut();
  }

  @Override
  public void close() {
    child.close();
  }
}
