// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.engine.Event;
import io.berth.engine.JobKey;
import io.berth.engine.JobLeg;
import io.berth.engine.LogBlock;
import io.berth.engine.Result;
import io.berth.engine.RunListener;
import io.berth.model.BerthError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gathers what dry runs decide.
final class PlannedRuns implements RunListener {

  /// One run.
  ///
  /// @param info what it is
  /// @param jobs its jobs, those with a matrix leg by leg, in the order of the file
  /// @param notices what everybody should know
  record PlannedRun(Event.RunInfo info, List<PlannedJob> jobs, List<String> notices) {}

  /// One job.
  static final class PlannedJob {
    final Event.JobInfo info;
    final List<String> labels;
    final List<String> steps = new ArrayList<>();
    Fate fate = Fate.RUNS;
    @Nullable BerthError error;

    PlannedJob(Event.JobInfo info, List<String> labels) {
      this.info = info;
      this.labels = labels;
    }
  }

  /// What becomes of a job.
  enum Fate {
    /// It runs.
    RUNS("runs"),
    /// Its condition keeps it from running, or a job before it that does not succeed.
    SKIPPED("skipped"),
    /// It fails before its first step.
    REFUSED("refused");

    private final String word;

    Fate(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  private final List<PlannedRun> runs = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final Map<JobKey, PlannedJob> jobs = new LinkedHashMap<>();
  private Event.@Nullable RunInfo run;

  List<PlannedRun> runs() {
    return runs;
  }

  /// Returns what was said outside of any run.
  List<String> remarks() {
    return remarks;
  }

  @Override
  public void onEvent(long sequence, Instant time, Event event) {
    switch (event) {
      case Event.RunStarted(var info) -> {
        run = info;
        jobs.clear();
        notices.clear();
      }
      case Event.Noticed(var text) -> (run == null ? remarks : notices).add(text);
      case Event.JobAdded(var info) -> jobs.put(info.key(), new PlannedJob(info, List.of()));
      case Event.JobPlanned(var key, var legs, _, _) ->
          JobLeg.replace(jobs, key, legs, leg -> new PlannedJob(leg.info(), leg.labels()));
      case Event.StepAdded(var step) -> {
        PlannedJob job = jobs.get(step.key().job());
        if (job != null && step.line() > 0) {
          job.steps.add(step.name());
        }
      }
      case Event.JobCompleted(var key, var result, _, _, var error) -> end(key, result, error);
      case Event.RunCompleted _ -> {
        if (run != null) {
          runs.add(new PlannedRun(run, List.copyOf(jobs.values()), List.copyOf(notices)));
        }
        run = null;
      }
      case Event.JobStarted _,
          Event.StepStarted _,
          Event.StepCompleted _,
          Event.Annotated _,
          Event.CancelRequested _,
          Event.Detail _ -> {}
    }
  }

  @Override
  public void onLog(LogBlock block) {
    // Nothing runs, and what the decisions print stands in the events.
  }

  private void end(JobKey key, Result result, @Nullable BerthError error) {
    PlannedJob job = jobs.get(key);
    if (job == null) {
      return;
    }
    job.error = error;
    job.fate =
        switch (result) {
          case SUCCESS -> Fate.RUNS;
          case SKIPPED -> Fate.SKIPPED;
          case FAILURE, CANCELLED -> Fate.REFUSED;
        };
  }
}
