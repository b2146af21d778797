// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.engine.RunAction.CancelJob;
import io.berth.engine.RunAction.Finish;
import io.berth.engine.RunAction.RecordEvent;
import io.berth.engine.RunAction.StartJob;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Performs the actions of a run with jobs that end as a script says: the oldest running one ends
/// whenever nothing else is to be done.
final class ScriptedRun {

  /// How jobs end.
  ///
  /// @param results by key, success if absent
  /// @param outputs by key
  /// @param slots how many run at a time
  record Script(Map<String, Result> results, Map<String, Map<String, String>> outputs, int slots) {}

  private static final int MAX_ROUNDS = 20_000;

  private final Script script;
  private final List<Event> events = new ArrayList<>();
  private final List<JobSpec> started = new ArrayList<>();
  private final Deque<JobSpec> running = new ArrayDeque<>();
  private final Set<JobKey> cancelled = new HashSet<>();
  private RunState state;

  private ScriptedRun(RunInputs inputs, Script script) {
    this.script = script;
    this.state = RunState.of(inputs);
  }

  /// Runs to the end.
  ///
  /// @param cancelAfter after how many events somebody cancels the run, or -1
  static ScriptedRun of(RunInputs inputs, Script script, int cancelAfter) {
    var run = new ScriptedRun(inputs, script);
    for (int round = 0; round < MAX_ROUNDS; round++) {
      if (run.step(cancelAfter)) {
        return run;
      }
    }
    throw new AssertionError("the run never ends: " + run.state);
  }

  List<Event> events() {
    return events;
  }

  List<JobSpec> started() {
    return started;
  }

  RunState state() {
    return state;
  }

  @Nullable Result result(String key) {
    Result result = null;
    for (Event event : events) {
      if (event instanceof Event.JobCompleted completed && completed.job().value().equals(key)) {
        result = completed.result();
      }
    }
    return result;
  }

  private boolean step(int cancelAfter) {
    if (events.size() == cancelAfter) {
      record(new Event.CancelRequested(null, "somebody typed Ctrl-C"));
    }
    boolean acted = false;
    for (RunAction action : state.next()) {
      switch (action) {
        case RecordEvent(var event) -> {
          record(event);
          acted = true;
        }
        case StartJob(var job) -> {
          if (running.size() < script.slots()) {
            record(new Event.JobStarted(job.info().key()));
            running.add(job);
            started.add(job);
            acted = true;
          }
        }
        case CancelJob(var key, var reason) -> {
          record(new Event.CancelRequested(key, reason));
          cancelled.add(key);
          acted = true;
        }
        case Finish finish -> {
          return true;
        }
      }
      if (events.size() == cancelAfter) {
        return false;
      }
    }
    if (!acted) {
      endOldest();
    }
    return false;
  }

  private void endOldest() {
    if (running.isEmpty()) {
      throw new AssertionError("nothing runs and nothing is to be done: " + state);
    }
    var job = running.removeFirst();
    var key = job.info().key();
    var result =
        cancelled.contains(key)
            ? Result.CANCELLED
            : script.results().getOrDefault(key.value(), Result.SUCCESS);
    var outputs = script.outputs().getOrDefault(key.value(), Map.of());
    record(new Event.JobCompleted(key, result, job.failureAllowed(), outputs, null));
  }

  private void record(Event event) {
    events.add(event);
    state = state.apply(event);
  }
}
