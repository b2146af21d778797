// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import io.berth.engine.Annotation;
import io.berth.engine.Event;
import io.berth.engine.JobKey;
import io.berth.engine.JobLeg;
import io.berth.engine.LogBlock;
import io.berth.engine.Result;
import io.berth.engine.StepKey;
import io.berth.model.BerthError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is known about one run so far: the events folded into what renderers show. Not safe for
/// use by several threads.
final class Progress {

  /// How many remarks of steps, and how many summaries, are kept to be repeated at the end.
  private static final int MOST_REMARKS = 50;

  /// A remark and who made it.
  record Remark(StepKey step, Annotation annotation) {}

  /// One job.
  static final class JobView {
    final Event.JobInfo info;
    final Map<Integer, StepView> steps = new TreeMap<>();
    @Nullable Instant started;
    @Nullable Instant ended;
    @Nullable Result result;
    @Nullable BerthError error;
    @Nullable Duration passed;
    boolean failureAllowed;

    JobView(Event.JobInfo info) {
      this.info = info;
    }

    String name() {
      return Ansi.clean(info.name(), false);
    }

    boolean isRunning() {
      return started != null && ended == null;
    }

    List<StepView> runningSteps() {
      return steps.values().stream().filter(StepView::isRunning).toList();
    }
  }

  /// One step.
  static final class StepView {
    final Event.StepInfo info;
    final JobView job;
    private String name;
    @Nullable Instant started;
    @Nullable Instant ended;
    @Nullable Result outcome;
    @Nullable Result conclusion;
    @Nullable Integer exitCode;
    @Nullable BerthError error;
    @Nullable Duration passed;
    @Nullable Tail tail;

    StepView(Event.StepInfo info, JobView job) {
      this.info = info;
      this.job = job;
      this.name = info.name();
    }

    String name() {
      return Ansi.clean(name, false);
    }

    boolean isRunning() {
      return started != null && ended == null;
    }

    Duration elapsed(Instant now) {
      return between(started, ended == null ? now : ended);
    }
  }

  private final boolean live;
  private final Map<JobKey, JobView> jobs = new LinkedHashMap<>();
  private final Map<JobKey, List<JobKey>> expanded = new LinkedHashMap<>();
  private final List<Remark> remarks = new ArrayList<>();
  private final List<Summary> summaries = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private Event.@Nullable RunInfo run;
  private @Nullable Instant started;
  private @Nullable Instant ended;
  private @Nullable Result result;
  private int droppedRemarks;
  private boolean cancelling;

  /// @param live whether the end of the output of running steps is shown, with its groups folded
  Progress(boolean live) {
    this.live = live;
  }

  void apply(Instant time, Event event) {
    switch (event) {
      case Event.RunStarted(var info) -> {
        run = info;
        started = time;
      }
      case Event.JobAdded(var info) -> jobs.putIfAbsent(info.key(), new JobView(info));
      case Event.JobPlanned(var key, var legs, _, _) -> {
        JobLeg.replace(jobs, key, legs, leg -> new JobView(leg.info()));
        expanded.put(key, legs.stream().map(leg -> leg.info().key()).toList());
      }
      case Event.JobStarted(var key) -> job(key).started = time;
      case Event.StepAdded(var info) -> {
        JobView job = job(info.key().job());
        job.steps.putIfAbsent(info.key().number(), new StepView(info, job));
      }
      case Event.StepStarted(var key, var name) -> {
        StepView step = step(key);
        step.started = time;
        step.name = name;
        step.tail = new Tail(live);
      }
      case Event.Annotated(var key, var annotation) -> {
        if (remarks.size() < MOST_REMARKS) {
          remarks.add(new Remark(key, annotation));
        } else {
          droppedRemarks++;
        }
      }
      case Event.StepCompleted(var key, var outcome, var conclusion, var exitCode) -> {
        StepView step = step(key);
        step.ended = time;
        step.outcome = outcome;
        step.conclusion = conclusion;
        step.exitCode = exitCode;
        if (conclusion != Result.FAILURE) {
          step.tail = null;
        }
      }
      case Event.JobCompleted(var key, var ending, var allowed, _, var error) -> {
        JobView job = job(key);
        job.ended = time;
        job.result = ending;
        job.failureAllowed = allowed;
        job.error = error;
      }
      case Event.CancelRequested(var job, _) -> cancelling |= job == null;
      case Event.Noticed(var text) -> notices.add(text);
      case Event.RunCompleted(var ending) -> {
        ended = time;
        result = ending;
      }
      case Event.Detail.SummaryWritten(var key, var markdown) -> {
        if (!markdown.isBlank() && summaries.size() < MOST_REMARKS) {
          summaries.add(Summary.of(key, markdown));
        }
      }
      case Event.Detail.ProcessEnded(var key, _, var error) -> step(key).error = error;
      case Event.Detail.StepTimedOut(var key, var limit) -> step(key).passed = limit;
      case Event.Detail.JobTimedOut(var key, var limit) -> job(key).passed = limit;
      case Event.Detail _ -> {}
    }
  }

  void append(LogBlock block) {
    Tail tail = step(block.step()).tail;
    if (tail != null) {
      tail.append(block.bytes());
    }
  }

  Event.@Nullable RunInfo run() {
    return run;
  }

  @Nullable Instant started() {
    return started;
  }

  @Nullable Instant ended() {
    return ended;
  }

  @Nullable Result result() {
    return result;
  }

  boolean isCancelling() {
    return cancelling;
  }

  Duration elapsed(Instant now) {
    return between(started, ended == null ? now : ended);
  }

  /// Returns all jobs in the order of the file, those of a called workflow behind their caller.
  List<JobView> jobs() {
    Map<JobKey, List<JobView>> called = new LinkedHashMap<>();
    List<JobView> top = new ArrayList<>();
    for (JobView job : jobs.values()) {
      JobKey caller = job.info.caller();
      boolean known = caller != null && jobs.containsKey(caller);
      (known ? called.computeIfAbsent(caller, _ -> new ArrayList<>()) : top).add(job);
    }
    List<JobView> ordered = new ArrayList<>(jobs.size());
    top.forEach(job -> add(job, called, ordered));
    return ordered;
  }

  private static void add(JobView job, Map<JobKey, List<JobView>> called, List<JobView> ordered) {
    ordered.add(job);
    called.getOrDefault(job.info.key(), List.of()).forEach(each -> add(each, called, ordered));
  }

  List<Remark> remarks() {
    return remarks;
  }

  int droppedRemarks() {
    return droppedRemarks;
  }

  List<Summary> summaries() {
    return summaries;
  }

  List<String> notices() {
    return notices;
  }

  /// Returns a job; one that was never announced is taken as it is named, so that a run whose
  /// beginning is missing can still be shown.
  JobView job(JobKey key) {
    return jobs.computeIfAbsent(
        key,
        unknown ->
            new JobView(
                new Event.JobInfo(unknown, unknown.value(), unknown.value(), null, List.of(), 1)));
  }

  StepView step(StepKey key) {
    JobView job = job(key.job());
    return job.steps.computeIfAbsent(
        key.number(),
        number -> new StepView(new Event.StepInfo(key, "" + number, "step " + number, 0), job));
  }

  /// Returns whether no steps of another job than that of `key` run.
  boolean isAlone(StepKey key) {
    for (JobView job : jobs.values()) {
      if (job.isRunning() && !job.steps.isEmpty() && !job.info.key().equals(key.job())) {
        return false;
      }
    }
    return true;
  }

  /// Returns the jobs that `job` still waits for.
  List<JobView> missing(JobView job) {
    return job.info.needs().stream()
        .flatMap(needed -> expanded.getOrDefault(needed, List.of(needed)).stream())
        .map(jobs::get)
        .filter(needed -> needed != null && needed.ended == null)
        .toList();
  }

  static Duration between(@Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null ? Duration.ZERO : Duration.between(from, to);
  }
}
