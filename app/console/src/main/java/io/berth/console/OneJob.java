// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import io.berth.engine.Event;
import io.berth.engine.JobKey;
import io.berth.engine.JobLeg;
import io.berth.engine.LogBlock;
import io.berth.engine.RunListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Passes on what concerns the jobs of one name, and nothing else of the run.
public final class OneJob implements RunListener {

  private final String name;
  private final RunListener listener;
  private final Set<JobKey> chosen = new LinkedHashSet<>();
  private final Set<String> names = new LinkedHashSet<>();

  /// @param name the key of a job, its id in the workflow file, or the name that it is shown by; an
  ///     id means all instances
  /// @param listener what it is passed on to
  public OneJob(String name, RunListener listener) {
    this.name = name;
    this.listener = listener;
  }

  /// Returns whether a job of this name was met.
  public boolean met() {
    return !chosen.isEmpty();
  }

  /// Returns the keys of all jobs that were met.
  public List<String> names() {
    return new ArrayList<>(names);
  }

  @Override
  public void onEvent(long sequence, Instant time, Event event) {
    boolean concerns =
        switch (event) {
          case Event.JobAdded(var info) -> add(info);
          case Event.JobPlanned(_, var legs, _, _) -> {
            boolean any = false;
            for (JobLeg leg : legs) {
              any |= add(leg.info());
            }
            yield any;
          }
          case Event.JobStarted(var key) -> chosen.contains(key);
          case Event.JobCompleted(var key, _, _, _, _) -> chosen.contains(key);
          case Event.StepAdded(var info) -> chosen.contains(info.key().job());
          case Event.StepStarted(var key, _) -> chosen.contains(key.job());
          case Event.StepCompleted(var key, _, _, _) -> chosen.contains(key.job());
          case Event.Annotated(var key, _) -> chosen.contains(key.job());
          case Event.Detail.SummaryWritten(var key, _) -> chosen.contains(key.job());
          case Event.Detail.ProcessEnded(var key, _, _) -> chosen.contains(key.job());
          case Event.Detail.StepTimedOut(var key, _) -> chosen.contains(key.job());
          case Event.RunStarted _,
              Event.RunCompleted _,
              Event.Noticed _,
              Event.CancelRequested _,
              Event.Detail _ ->
              false;
        };
    if (concerns) {
      listener.onEvent(sequence, time, event);
    }
  }

  @Override
  public void onLog(LogBlock block) {
    if (chosen.contains(block.step().job())) {
      listener.onLog(block);
    }
  }

  private boolean add(Event.JobInfo info) {
    names.add(info.key().value());
    boolean meant =
        info.key().value().equals(name) || info.id().equals(name) || info.name().equals(name);
    if (meant) {
      chosen.add(info.key());
    }
    return meant;
  }
}
