// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shows what happened in a run, one line for each event.
final class RunTranscript {

  private final StringBuilder out = new StringBuilder();
  private final Deque<JobSpec> started;

  private RunTranscript(List<JobSpec> started) {
    this.started = new ArrayDeque<>(started);
  }

  static String of(ScriptedRun run) {
    var transcript = new RunTranscript(run.started());
    run.events().forEach(transcript::add);
    return transcript.out.toString();
  }

  private void add(Event event) {
    out.append(
        switch (event) {
          case Event.RunStarted(var run) -> "run     " + run.title() + " [" + run.event() + "]";
          case Event.JobAdded(var info) -> "job     " + named(info);
          case Event.Detail.ConditionDecided(var job, var condition, var met, var cancelled) ->
              "if      " + job + (cancelled ? " again" : "") + ": " + met + " <- " + condition;
          case Event.JobPlanned planned -> plan(planned);
          case Event.JobStarted(var job) -> "start   " + job + context(job);
          case Event.JobCompleted completed -> end(completed);
          case Event.CancelRequested(var job, var reason) ->
              "cancel  " + (job == null ? "the run" : job) + ": " + reason;
          case Event.RunCompleted(var result) -> "ended   " + result.word();
          case Event.Noticed(var text) -> "notice  " + text;
          case Event.StepAdded step -> "";
          case Event.StepStarted step -> "";
          case Event.Annotated step -> "";
          case Event.StepCompleted step -> "";
          case Event.Detail detail -> "";
        });
    out.append('\n');
  }

  private static String named(Event.JobInfo info) {
    return info.key().value().equals(info.name())
        ? info.name()
        : info.key() + " \"" + info.name() + "\"";
  }

  private static String plan(Event.JobPlanned planned) {
    List<String> legs = new ArrayList<>();
    for (JobLeg leg : planned.legs()) {
      var text = new StringBuilder(named(leg.info()));
      leg.policy()
          .claims()
          .forEach(
              claim ->
                  text.append(" claims ")
                      .append(claim.group())
                      .append(claim.cancelInProgress() ? "!" : ""));
      text.append(leg.policy().failureAllowed() ? " may fail" : "");
      text.append(leg.labels().isEmpty() ? "" : " on " + String.join("+", leg.labels()));
      legs.add(text.toString());
    }
    return "plan    "
        + planned.job()
        + " -> "
        + String.join(", ", legs)
        + (planned.failFast() ? "" : ", not fail-fast")
        + (planned.maxParallel() == 0 ? "" : ", at most " + planned.maxParallel());
  }

  private String context(JobKey key) {
    if (started.isEmpty() || !started.getFirst().info().key().equals(key)) {
      return "";
    }
    var spec = started.removeFirst();
    var text = new StringBuilder();
    for (String name : List.of("matrix", "needs", "inputs")) {
      var value = spec.contexts().getOrDefault(name, Value.NULL);
      if (!(value instanceof Value.NullValue)
          && !(value instanceof Value.ObjectValue object && object.members().isEmpty())) {
        text.append(' ').append(name).append(Json.print(value));
      }
    }
    if (!spec.secrets().byName().isEmpty()) {
      text.append(" secrets").append(spec.secrets().byName());
    }
    return text.toString();
  }

  private static String end(Event.JobCompleted completed) {
    return "end     "
        + completed.job()
        + " "
        + completed.result().word()
        + (completed.failureAllowed() ? " (allowed)" : "")
        + (completed.outputs().isEmpty() ? "" : " " + new java.util.TreeMap<>(completed.outputs()))
        + error(completed.error());
  }

  private static String error(@Nullable BerthError error) {
    if (error == null) {
      return "";
    }
    return "\n        "
        + error.code().id()
        + " "
        + error.problem()
        + (error.where() == null ? "" : "\n        at " + error.where())
        + (error.remedy() == null ? "" : "\n        " + error.remedy());
  }
}
