// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.engine.Event;
import io.berth.engine.JobKey;
import io.berth.engine.JobSpec;
import io.berth.engine.Result;
import io.berth.engine.RunAction;
import io.berth.engine.RunInputs;
import io.berth.engine.RunState;
import io.berth.engine.output.Masker;
import io.berth.model.BerthException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs one run: the one thread that owns its state starts and cancels jobs, each of which has a
/// loop of its own.
final class RunLoop {

  private static final String KILL_REASON = "interrupted again";

  private final Recorder recorder;
  private final Masker masker;
  private final List<String> notices;
  private final int slots;
  private final @Nullable DryRun dryRun;
  private final BiFunction<JobSpec, Consumer<Event>, JobRunner> jobs;
  private final Mailbox<Message> mailbox = new Mailbox<>();
  private final Map<JobKey, JobRunner> running = new HashMap<>();
  private RunState state;
  private boolean environmentMissing;
  private boolean killed;

  /// What the loop is told.
  private sealed interface Message {
    /// An event of a job was recorded.
    record Recorded(Event event) implements Message {}

    /// Somebody asked to end the run early.
    record CancelAsked(int number, String reason) implements Message {}

    /// A job broke: a defect of Berth.
    record Broken(Throwable cause) implements Message {}
  }

  /// How a run ended.
  ///
  /// @param result its result
  /// @param environmentMissing whether some job could not have an environment, or lost it
  record Outcome(Result result, boolean environmentMissing) {}

  /// @param notices what to say when the run has begun
  /// @param slots how many jobs run at a time
  /// @param dryRun what to take for decisions in a dry run, `null` in a real one
  /// @param jobs makes the loop of a job, which tells every event it records
  RunLoop(
      RunInputs inputs,
      Recorder recorder,
      List<String> notices,
      int slots,
      @Nullable DryRun dryRun,
      BiFunction<JobSpec, Consumer<Event>, JobRunner> jobs) {
    this.state = RunState.of(inputs);
    this.recorder = recorder;
    this.masker = new Masker(inputs.values().secrets().byName().values());
    this.notices = List.copyOf(notices);
    this.slots = slots;
    this.dryRun = dryRun;
    this.jobs = jobs;
  }

  /// Runs everything to its end.
  Outcome run(Cancellation cancellation) throws InterruptedException {
    cancellation.follow(
        number -> mailbox.put(new Message.CancelAsked(number, cancellation.reason())));
    ThreadFactory factory = task -> Thread.ofVirtual().name("job").unstarted(task);
    try (ExecutorService threads = Executors.newThreadPerTaskExecutor(factory)) {
      while (true) {
        Outcome outcome = perform(threads);
        if (outcome != null) {
          return outcome;
        }
        hear(mailbox.take());
      }
    }
  }

  private @Nullable Outcome perform(ExecutorService threads) {
    boolean decided = true;
    while (decided) {
      decided = false;
      actions:
      for (RunAction action : state.next()) {
        switch (action) {
          case RunAction.RecordEvent(var event) -> {
            Event taken = dryRun == null ? event : dryRun.taken(event);
            record(taken);
            decided = true;
            if (!taken.equals(event)) {
              break actions;
            }
          }
          case RunAction.StartJob(var spec) -> decided |= start(spec, threads);
          case RunAction.CancelJob(var key, var reason) -> {
            cancel(key, reason);
            decided = true;
          }
          case RunAction.Finish(var result) -> {
            return new Outcome(result, environmentMissing);
          }
        }
      }
    }
    return null;
  }

  private void record(Event event) {
    recorder.event(event, masker);
    state = state.apply(event);
    if (event instanceof Event.RunStarted) {
      for (String notice : notices) {
        recorder.event(new Event.Noticed(notice), masker);
      }
    }
  }

  private boolean start(JobSpec spec, ExecutorService threads) {
    if (running.size() >= slots) {
      return false;
    }
    JobRunner job = jobs.apply(spec, this::follow);
    running.put(spec.info().key(), job);
    record(new Event.JobStarted(spec.info().key()));
    if (killed) {
      job.kill(KILL_REASON);
    }
    threads.execute(
        () -> {
          try {
            job.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException | Error e) {
            mailbox.put(new Message.Broken(e));
          }
        });
    return true;
  }

  /// Events about steps change nothing in a run; to wait for room for them could block a job.
  private void follow(Event event) {
    if (event instanceof Event.JobCompleted) {
      mailbox.put(new Message.Recorded(event));
    }
  }

  private void cancel(JobKey key, String reason) {
    var event = new Event.CancelRequested(key, reason);
    record(event);
    JobRunner job = running.get(key);
    if (job != null) {
      job.cancelRecorded(event);
    }
  }

  private void hear(Message message) {
    switch (message) {
      case Message.Recorded(var event) -> {
        state = state.apply(event);
        if (event instanceof Event.JobCompleted completed) {
          running.remove(completed.job());
          environmentMissing |= ExitStatus.environmentMissing(completed.error());
        }
      }
      case Message.CancelAsked(var number, var reason) -> {
        if (number == 1) {
          record(new Event.CancelRequested(null, reason));
        } else {
          killed = true;
          running.values().forEach(job -> job.kill(KILL_REASON));
        }
      }
      case Message.Broken(var cause) -> {
        running.values().forEach(job -> job.kill("Berth cannot go on"));
        throw cause instanceof BerthException known
            ? known
            : new IllegalStateException("a job could not be run to its end", cause);
      }
    }
  }
}
