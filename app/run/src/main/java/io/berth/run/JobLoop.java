// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.engine.Event;
import io.berth.engine.JobSpec;
import io.berth.engine.job.Action;
import io.berth.engine.job.Input;
import io.berth.engine.job.JobState;
import io.berth.model.BerthException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/// Runs one job: the one thread that owns its state takes what it hears out of the mailbox, and
/// every action that may wait has a thread of its own.
final class JobLoop implements JobRunner {

  private final JobActions actions;
  private final Mailbox<Message> mailbox = new Mailbox<>();
  private final Set<String> started = new HashSet<>();
  private final Map<String, Future<?>> timers = new HashMap<>();
  private JobState state;

  /// What the loop is told.
  private sealed interface Message {
    /// Something was heard.
    record Heard(Input input) implements Message {}

    /// An event of this job was recorded by somebody else.
    record Recorded(Event event) implements Message {}

    /// An action broke: a defect of Berth.
    record Broken(Throwable cause) implements Message {}
  }

  JobLoop(JobSpec spec, Map<String, String> env, JobActions actions) {
    this.state = JobState.of(spec, env);
    this.actions = actions;
  }

  @Override
  public void cancelRecorded(Event.CancelRequested event) {
    mailbox.put(new Message.Recorded(event));
  }

  @Override
  public void kill(String reason) {
    mailbox.put(new Message.Heard(new Input.CancelAsked(reason, true)));
  }

  @Override
  public void run() throws InterruptedException {
    String name = "job-" + actions.job();
    ThreadFactory factory = task -> Thread.ofVirtual().name(name).unstarted(task);
    try (ExecutorService threads = Executors.newThreadPerTaskExecutor(factory)) {
      try {
        threads.execute(task(actions::renew));
        while (!state.isOver()) {
          perform(threads);
          if (!state.isOver()) {
            hear(mailbox.take());
          }
        }
      } finally {
        threads.shutdownNow();
      }
    } finally {
      actions.close();
    }
  }

  private void hear(Message message) {
    switch (message) {
      case Message.Heard(var input) -> {
        forget(input);
        for (Event event : state.heard(input)) {
          decide(event);
        }
      }
      case Message.Recorded(var event) -> state = state.apply(event);
      case Message.Broken(var cause) ->
          throw cause instanceof BerthException known
              ? known
              : new IllegalStateException("job " + actions.job() + " broke", cause);
    }
  }

  /// A fact may be asked for again: files change from step to step.
  private void forget(Input input) {
    switch (input) {
      case Input.Learned(var fact, var _) -> started.remove(new Action.Learn(fact).key());
      case Input.NotLearned(var fact, var _) -> started.remove(new Action.Learn(fact).key());
      case Input.EnvironmentReady _,
          Input.EnvironmentRefused _,
          Input.ActionsFetched _,
          Input.Asked _,
          Input.ProcessEnded _,
          Input.FilesBrought _,
          Input.TimerFired _,
          Input.CancelAsked _,
          Input.Released _ -> {}
    }
  }

  /// Performs what is named until nothing more is decided.
  private void perform(ExecutorService threads) {
    boolean decided = true;
    while (decided && !state.isOver()) {
      decided = false;
      List<Action> named = state.next();
      stopTimers(named);
      for (Action action : named) {
        if (action instanceof Action.Decide(var event)) {
          decide(event);
          decided = true;
        } else if (started.add(action.key())) {
          start(action, threads);
        }
      }
    }
  }

  private void decide(Event event) {
    actions.record(event);
    state = state.apply(event);
  }

  private void start(Action action, ExecutorService threads) {
    switch (action) {
      case Action.Decide _ -> throw new IllegalStateException("decisions are not started");
      case Action.Log log -> actions.log(log);
      case Action.Send send -> actions.send(send);
      case Action.Acquire acquire -> threads.execute(task(() -> tell(actions.acquire(acquire))));
      case Action.FetchActions fetch -> threads.execute(task(() -> tell(actions.fetch(fetch))));
      case Action.Learn learn -> threads.execute(task(() -> tell(actions.learn(learn.fact()))));
      case Action.RunProcess run -> threads.execute(task(() -> tell(actions.run(run, this::tell))));
      case Action.BringFiles bring ->
          threads.execute(task(() -> tell(actions.bring(bring, this::tell))));
      case Action.Timer timer ->
          timers.put(timer.key(), threads.submit(task(() -> tell(actions.await(timer)))));
      case Action.Release _ -> threads.execute(task(() -> tell(actions.release())));
    }
  }

  /// What an action does on its own thread.
  @FunctionalInterface
  private interface Work {
    void perform() throws InterruptedException;
  }

  private Runnable task(Work work) {
    return () -> {
      try {
        work.perform();
      } catch (InterruptedException e) {
        // A timer that is no longer wanted, or the end of the job.
        Thread.currentThread().interrupt();
      } catch (RuntimeException | Error e) {
        mailbox.put(new Message.Broken(e));
      }
    };
  }

  private void tell(Input input) {
    mailbox.put(new Message.Heard(input));
  }

  private void stopTimers(List<Action> named) {
    Set<String> wanted = new HashSet<>();
    for (Action action : named) {
      wanted.add(action.key());
    }
    timers
        .entrySet()
        .removeIf(
            timer -> {
              boolean over = !wanted.contains(timer.getKey());
              if (over) {
                timer.getValue().cancel(true);
              }
              return over;
            });
  }
}
