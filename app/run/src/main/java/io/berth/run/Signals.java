// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.engine.job.Action;
import io.berth.spi.ExecId;
import io.berth.spi.Execution;
import io.berth.spi.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Brings signals to the processes of a job. One that comes while its process is being started
/// waits for it: a step that is ended at once must not wait for the next rung of the ladder. May be
/// used from several threads.
final class Signals {

  private final Map<ExecId, List<Signal>> early = new HashMap<>();

  /// @param executions finds a process that was started
  synchronized void send(Action.Send send, Function<ExecId, Optional<Execution>> executions) {
    Execution execution = executions.apply(send.process()).orElse(null);
    if (execution == null) {
      early.computeIfAbsent(send.process(), _ -> new ArrayList<>()).add(send.signal());
    } else {
      execution.signal(send.signal());
    }
  }

  /// Brings a process what came before it was there.
  synchronized void started(Execution execution) {
    List<Signal> waiting = early.remove(execution.id());
    if (waiting != null) {
      waiting.forEach(execution::signal);
    }
  }
}
