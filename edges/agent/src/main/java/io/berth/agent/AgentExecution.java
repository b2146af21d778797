// SPDX-License-Identifier: Apache-2.0
package io.berth.agent;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.spi.Chunk;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Execution;
import io.berth.spi.KillSequence;
import io.berth.spi.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An execution that an agent owns. Nothing of it is kept here but its outcome.
final class AgentExecution implements Execution {

  private static final int CHUNK = 1 << 20;
  private static final long SHORTEST = 300_000;
  private static final long LONGEST = 25_000_000;
  private static final byte[] END = {};

  private final Agent agent;
  private final ExecId id;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable ExecOutcome outcome;

  AgentExecution(Agent agent, ExecId id) {
    this.agent = agent;
    this.id = id;
  }

  @Override
  public ExecId id() {
    return id;
  }

  @Override
  public Chunk read(long from, long durable) throws InterruptedException {
    if (durable > from || durable < 0) {
      throw new IllegalArgumentException("reading from " + from + ", durable " + durable);
    }
    String request = "read " + id + " " + from + " " + CHUNK + " " + durable;
    Pace pace = new Pace();
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Answer answer = ask(request);
      switch (answer == null ? "end" : answer.word()) {
        case "data" -> {
          return new Chunk(from, answer == null ? END : answer.data());
        }
        case "none" -> pace.pause();
        case "bad" ->
            throw new IllegalArgumentException(
                "reading from " + from + ", durable " + durable + ": what is kept is not there");
        default -> {
          return new Chunk(from, END);
        }
      }
    }
  }

  /// Asks, unless it is lost; what cannot be asked any more is.
  private @Nullable Answer ask(String request) {
    if (outcome instanceof ExecOutcome.EnvironmentLost) {
      return null;
    }
    try {
      Answer answer = agent.ask(request);
      if (answer.is("unknown")) {
        lose(lost("it has been removed"));
      }
      return answer;
    } catch (IOException e) {
      lose(lost(String.valueOf(e.getMessage())));
      return null;
    }
  }

  private BerthError lost(String why) {
    return BerthError.of(
        ErrorCode.ENVIRONMENT_LOST,
        "the environment of execution `" + id + "` is lost: " + why,
        null);
  }

  @Override
  public ExecOutcome outcome() throws InterruptedException {
    Pace pace = new Pace();
    while (true) {
      ExecOutcome known = outcome;
      if (known != null) {
        return known;
      }
      if (!hasEnded()) {
        pace.pause();
      }
    }
  }

  private boolean hasEnded() {
    Answer answer = outcome == null ? ask("result " + id) : null;
    if (answer != null && answer.is("ended")) {
      settle(outcome(answer.rest()));
    }
    return outcome != null;
  }

  private synchronized void settle(ExecOutcome found) {
    if (outcome == null) {
      outcome = found;
      ended.countDown();
    }
  }

  private ExecOutcome outcome(String result) {
    Answer parts = Answer.of(result);
    String rest = parts.rest();
    try {
      return switch (parts.word()) {
        case "exited" -> new ExecOutcome.Exited(Integer.parseInt(rest));
        case "signalled" -> new ExecOutcome.Signalled(Integer.parseInt(rest));
        case "timeout" -> new ExecOutcome.TimedOut(Duration.ofMillis(Long.parseLong(rest)));
        case "oom" -> new ExecOutcome.OutOfMemory();
        case "refused" -> refused(Answer.of(rest));
        case "over" -> new ExecOutcome.EnvironmentLost(lost(rest));
        default ->
            new ExecOutcome.ExecutionLost(
                BerthError.of(
                    ErrorCode.EXECUTION_LOST, "execution `" + id + "` is lost: " + rest, null));
      };
    } catch (NumberFormatException e) {
      return new ExecOutcome.EnvironmentLost(lost("it ended as `" + result + "`"));
    }
  }

  private static ExecOutcome refused(Answer refusal) {
    return new ExecOutcome.NotStarted(Integer.parseInt(refusal.word()), refusal.rest());
  }

  void lose(BerthError error) {
    settle(new ExecOutcome.EnvironmentLost(error));
  }

  /// Ends it after a while. If this process is gone by then, the agent does.
  void endAfter(Duration limit) {
    Thread.ofVirtual()
        .name("limit-" + id)
        .start(
            () -> {
              try {
                if (!await(limit)) {
                  ask("signal " + id + " KILL limit");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private boolean await(Duration atMost) throws InterruptedException {
    return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void signal(Signal signal) {
    String name =
        switch (signal) {
          case INTERRUPT -> "INT";
          case TERMINATE -> "TERM";
          case KILL -> "KILL";
        };
    if (!(outcome instanceof ExecOutcome.EnvironmentLost)) {
      ask("signal " + id + " " + name + " asked");
    }
  }

  @Override
  public void end(KillSequence sequence) {
    Thread.ofVirtual().name("end-" + id).start(() -> follow(sequence));
  }

  private void follow(KillSequence sequence) {
    try {
      for (KillSequence.Step step : sequence.steps()) {
        signal(step.signal());
        Pace pace = new Pace();
        long deadline = System.nanoTime() + step.patience().toNanos();
        while (System.nanoTime() - deadline < 0) {
          if (hasEnded()) {
            return;
          }
          pace.pause();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// How often to ask again: soon at first, then as often as costs nobody anything.
  private static final class Pace {

    private final long begun = System.nanoTime();

    void pause() throws InterruptedException {
      long waited = System.nanoTime() - begun;
      TimeUnit.NANOSECONDS.sleep(Math.clamp(waited / 16, SHORTEST, LONGEST));
    }
  }
}
