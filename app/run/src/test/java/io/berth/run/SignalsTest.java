// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.job.Action;
import io.berth.spi.Chunk;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Execution;
import io.berth.spi.KillSequence;
import io.berth.spi.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignalsTest {

  private final Signals signals = new Signals();

  @Test
  void aProcessThatRunsGetsASignalAtOnce() {
    var process = new Heard(new ExecId("step-2"));

    signals.send(new Action.Send(process.id, Signal.INTERRUPT), _ -> Optional.of(process));

    assertThat(process.received).containsExactly(Signal.INTERRUPT);
  }

  @Test
  void aProcessThatIsBeingStartedGetsWhatCameMeanwhileAndOnlyOnce() {
    var process = new Heard(new ExecId("step-2"));
    var other = new Heard(new ExecId("step-3"));
    signals.send(new Action.Send(process.id, Signal.INTERRUPT), _ -> Optional.empty());
    signals.send(new Action.Send(process.id, Signal.TERMINATE), _ -> Optional.empty());

    signals.started(other);
    signals.started(process);
    signals.started(process);

    assertThat(process.received).containsExactly(Signal.INTERRUPT, Signal.TERMINATE);
    assertThat(other.received).isEmpty();
  }

  /// A process that only hears signals.
  private static final class Heard implements Execution {

    final ExecId id;
    final List<Signal> received = new ArrayList<>();

    Heard(ExecId id) {
      this.id = id;
    }

    @Override
    public ExecId id() {
      return id;
    }

    @Override
    public Chunk read(long from, long durable) {
      throw new IllegalStateException("it prints nothing");
    }

    @Override
    public ExecOutcome outcome() {
      throw new IllegalStateException("it does not end");
    }

    @Override
    public void end(KillSequence sequence) {
      throw new IllegalStateException("it is only signalled");
    }

    @Override
    public void signal(Signal signal) {
      received.add(signal);
    }
  }
}
