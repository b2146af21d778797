// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.kit.Running;
import io.berth.os.Child;
import io.berth.os.ExitStatus;
import io.berth.os.ProcessFamily;
import io.berth.os.Signals;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Signal;
import java.time.Duration;

/// One process of this machine with what came of it.
///
/// @param child the process
/// @param family of whom it is one
record HostCommand(Child child, ProcessFamily family) implements Running {

  private static final Duration MOMENT = Duration.ofMillis(50);

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
    ExitStatus exit = child.exit();
    return exit instanceof ExitStatus.Exited exited
        ? new ExecOutcome.Exited(exited.code())
        : new ExecOutcome.Signalled(((ExitStatus.Signalled) exit).number());
  }

  @Override
  public boolean awaitClosed(Duration atMost) throws InterruptedException {
    if (child.awaitClosed(MOMENT)) {
      return true;
    }
    family.observe();
    return child.awaitClosed(atMost);
  }

  @Override
  public void cut() {
    child.cut();
  }

  @Override
  public void signal(Signal signal) {
    switch (signal) {
      case KILL -> family.kill(child);
      case INTERRUPT -> family.signal(child, Signals.INTERRUPT);
      case TERMINATE -> family.signal(child, Signals.TERMINATE);
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
