// SPDX-License-Identifier: Apache-2.0
package io.berth.agent;

import io.berth.kit.Marks;
import io.berth.kit.OwnExecutions;
import io.berth.kit.Place;
import io.berth.kit.Running;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.ExecId;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// A place whose executions an agent owns.
public interface AgentPlace extends Place, OwnExecutions {

  /// Returns the agent.
  Agent agent();

  /// Returns the id of the environment.
  String environment();

  @Override
  default Running start(ExecSpec spec) {
    throw new IllegalStateException("the agent starts what runs here");
  }

  @Override
  default Execution startOrFind(ExecSpec spec) {
    return asked(() -> agent().start(spec));
  }

  @Override
  default Optional<Execution> find(ExecId id) {
    return asked(() -> agent().execution(id));
  }

  @Override
  default List<ExecId> ids() {
    return asked(agent()::executions);
  }

  @Override
  default void forget(ExecId id) {
    asked(
        () -> {
          agent().forget(id);
          return id;
        });
  }

  /// Tells the agent whose the environment is from now on, and until when.
  ///
  /// @param before what it was told last
  default void tell(Marks before, Marks newer, Instant now) throws IOException {
    Duration lease = Duration.between(now, newer.end());
    if (newer.owner().fence() > before.owner().fence()) {
      agent().takeOver(newer.owner().fence(), lease);
    } else {
      agent().renew(lease);
    }
  }

  /// What the agent is asked.
  interface Question<T> extends Callable<T> {
    @Override
    T call() throws IOException;
  }

  /// Asks the agent, and says so if it does not answer.
  private <T> T asked(Question<T> question) {
    try {
      return question.call();
    } catch (IOException e) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.ENVIRONMENT_NOT_READY,
              "the agent of environment `" + environment() + "` does not answer: " + e.getMessage(),
              "run the job again"),
          e);
    }
  }
}
