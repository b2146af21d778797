// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.ExecId;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import java.util.List;
import java.util.Optional;

/// What a [Place] implements whose executions outlive the process that started them, so that it
/// keeps them and their output itself. Then [Place#start] is not called.
public interface OwnExecutions {

  /// Starts a command, or returns the execution that its id names.
  Execution startOrFind(ExecSpec spec);

  /// Returns an execution, running or ended.
  Optional<Execution> find(ExecId id);

  /// Returns the ids of all that it knows.
  List<ExecId> ids();

  /// Forgets an execution that has ended.
  void forget(ExecId id);
}
