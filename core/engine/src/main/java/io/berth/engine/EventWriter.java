// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.engine.Event.Detail;
import io.berth.spi.Layout;
import io.berth.spi.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the events of one run as rows of JSON, described in `docs/reference/events.md`. The
/// journal keeps these rows and `berth exec --json` prints them.
public final class EventWriter {

  /// The version of the rows. It changes when a reader of older rows would misread newer ones.
  public static final int VERSION = 1;

  private final Map<String, Result> conclusions = new LinkedHashMap<>();

  /// Writes nothing yet.
  public EventWriter() {}

  /// Appends one row, without a line feed.
  ///
  /// @param event masked already
  public void write(long sequence, Instant time, Event event, StringBuilder out) {
    var row = new EventRow(out);
    row.number("sequence", sequence).time("time", time).text("type", type(event));
    members(row, event);
    row.end();
  }

  /// Appends one row for each line of a block, each with a line feed. Bytes that are no UTF-8 come
  /// out as U+FFFD: who needs the bytes reads the log itself.
  public static void writeLog(LogBlock block, StringBuilder out) {
    byte[] bytes = block.bytes();
    int start = 0;
    while (start < bytes.length) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      boolean hasReturn = end > start && end < bytes.length && bytes[end - 1] == '\r';
      String line = new String(bytes, start, (hasReturn ? end - 1 : end) - start, UTF_8);
      var row = new EventRow(out);
      row.time("time", block.time()).text("type", "log");
      step(row, block.step()).text("text", line).end();
      out.append('\n');
      start = end + 1;
    }
  }

  /// Appends the row that says that a piece of the log of a step was stored, without a line feed.
  ///
  /// @param time when its first byte was read
  /// @param from where it begins in the log of the step
  /// @param to where it ends
  /// @param position how much of the output of the step is accounted for with it
  public static void writeStored(
      StepKey step, Instant time, long from, long to, long position, StringBuilder out) {
    var row = new EventRow(out);
    row.time("time", time).text("type", "log.stored");
    step(row, step).number("from", from).number("to", to).number("position", position).end();
  }

  /// Returns the word for the kind of an event.
  public static String type(Event event) {
    return switch (event) {
      case Event.RunStarted e -> "run.started";
      case Event.JobAdded e -> "job.added";
      case Event.JobPlanned e -> "job.planned";
      case Event.JobStarted e -> "job.started";
      case Event.StepAdded e -> "step.added";
      case Event.StepStarted e -> "step.started";
      case Event.Annotated e -> "step.annotated";
      case Event.StepCompleted e -> "step.finished";
      case Event.JobCompleted e -> "job.finished";
      case Event.CancelRequested e -> "cancel.requested";
      case Event.Noticed e -> "run.noticed";
      case Event.RunCompleted e -> "run.finished";
      case Detail detail -> detailType(detail);
    };
  }

  private static String detailType(Detail event) {
    return switch (event) {
      case Detail.ConditionDecided e -> "job.decided";
      case Detail.EnvironmentReady e -> "job.environment";
      case Detail.FactLearned e -> "job.fact";
      case Detail.FactRefused e -> "job.unknown";
      case Detail.JobRefused e -> "job.refused";
      case Detail.EnvironmentReleased e -> "job.released";
      case Detail.StepFaulted e -> "step.faulted";
      case Detail.SummaryWritten e -> "step.summary";
      case Detail.JobPrepared e -> "job.prepared";
      case Detail.StepPrepared e -> "step.prepared";
      case Detail.ActionsFetched e -> "job.actions";
      case Detail.ActionEntered e -> "step.action";
      case Detail.InnerStarted e -> "step.inner.started";
      case Detail.InnerCompleted e -> "step.inner.finished";
      case Detail.StateSaved e -> "step.state";
      case Detail.VariableSet e -> "step.variable";
      case Detail.PathAdded e -> "step.path";
      case Detail.OutputSet e -> "step.output";
      case Detail.MatcherAdded e -> "step.matcher.added";
      case Detail.MatcherRemoved e -> "step.matcher.removed";
      case Detail.ProcessEnded e -> "step.exited";
      case Detail.StepReconsidered e -> "step.reconsidered";
      case Detail.StepSignalled e -> "step.signalled";
      case Detail.StepTimedOut e -> "step.timeout";
      case Detail.StepPassed e -> "step.passed";
      case Detail.StepCancelled e -> "step.cancelled";
      case Detail.StepJoined e -> "step.joined";
      case Detail.JobTimedOut e -> "job.timeout";
      case Detail.JobKilled e -> "job.killed";
    };
  }

  private void members(EventRow row, Event event) {
    switch (event) {
      case Event.RunStarted(var run) -> run(row.number("version", VERSION), run);
      case Event.JobAdded(var job) -> info(row, job);
      case Event.JobPlanned e -> plan(row, e);
      case Event.JobStarted(var job) -> job(row, job);
      case Event.StepAdded(var step) -> stepInfo(row, step);
      case Event.StepStarted(var step, var name) -> step(row, step).text("name", name);
      case Event.Annotated(var step, var annotation) -> annotation(step(row, step), annotation);
      case Event.StepCompleted e -> stepCompleted(row, e);
      case Event.JobCompleted e -> jobCompleted(row, e);
      case Event.CancelRequested(var job, var reason) ->
          (job == null ? row.nothing("job") : job(row, job)).text("reason", reason);
      case Event.Noticed(var text) -> row.text("text", text);
      case Event.RunCompleted(var result) -> runCompleted(row, result);
      case Detail detail -> detail(row, detail);
    }
  }

  private static void detail(EventRow row, Detail event) {
    switch (event) {
      case Detail.ConditionDecided(var job, var condition, var met, var cancelled) ->
          job(row, job)
              .text("condition", condition)
              .truth("met", met)
              .truth("cancelled", cancelled);
      case Detail.EnvironmentReady(var job, var layout, var signals) -> {
        layout(job(row, job), layout);
        row.texts("signals", names(signals));
      }
      case Detail.FactLearned(var job, var fact, var answer) ->
          job(row, job)
              .text("kind", fact.kind())
              .texts("arguments", fact.arguments())
              .text("answer", answer);
      case Detail.FactRefused(var job, var fact, var problem) ->
          job(row, job)
              .text("kind", fact.kind())
              .texts("arguments", fact.arguments())
              .text("problem", problem);
      case Detail.JobRefused(var job, var error) -> job(row, job).error("error", error);
      case Detail.EnvironmentReleased(var job) -> job(row, job);
      case Detail.StepFaulted(var step, var problem, var fails) ->
          step(row, step).text("problem", problem).truth("fails", fails);
      case Detail.SummaryWritten(var step, var markdown) ->
          step(row, step).text("markdown", markdown);
      case Detail.JobPrepared e -> jobPrepared(row, e);
      case Detail.StepPrepared e -> stepPrepared(row, e);
      case Detail.ActionsFetched(var job, var actions) -> actions(job(row, job), actions);
      case Detail.ActionEntered e -> actionEntered(row, e);
      case Detail.InnerStarted(var step, var place, var name) ->
          step(row, step).text("place", place).text("name", name);
      case Detail.InnerCompleted(var step, var place, var outcome, var conclusion, var exitCode) ->
          exitCode(
              step(row, step)
                  .text("place", place)
                  .text("outcome", outcome.word())
                  .text("conclusion", conclusion.word()),
              exitCode);
      case Detail.StateSaved(var step, var name, var value) ->
          step(row, step).text("name", name).text("value", value);
      case Detail.VariableSet(var step, var name, var value) ->
          step(row, step).text("name", name).text("value", value);
      case Detail.PathAdded(var step, var folder) -> step(row, step).text("folder", folder);
      case Detail.OutputSet(var step, var name, var value) ->
          step(row, step).text("name", name).text("value", value);
      case Detail.MatcherAdded(var step, var owner, var definition) ->
          step(row, step).text("owner", owner).text("definition", definition);
      case Detail.MatcherRemoved(var step, var owner) -> step(row, step).text("owner", owner);
      case Detail.ProcessEnded(var step, var exitCode, var error) ->
          exitCode(step(row, step), exitCode).error("error", error);
      case Detail.StepReconsidered(var step, var goesOn) -> step(row, step).truth("goesOn", goesOn);
      case Detail.StepSignalled(var step, var signal) ->
          step(row, step).text("signal", signal.name());
      case Detail.StepTimedOut(var step, var limit) -> step(row, step).duration("limit", limit);
      case Detail.StepPassed(var step) -> step(row, step);
      case Detail.StepCancelled(var step) -> step(row, step);
      case Detail.StepJoined(var step, var status) ->
          step(row, step).text("status", status == null ? null : status.word());
      case Detail.JobTimedOut(var job, var limit) -> job(row, job).duration("limit", limit);
      case Detail.JobKilled(var job, var reason) -> job(row, job).text("reason", reason);
    }
  }

  private static EventRow job(EventRow row, JobKey job) {
    return row.text("job", job.value());
  }

  private static EventRow step(EventRow row, StepKey step) {
    return job(row, step.job()).number("step", step.number());
  }

  private static EventRow exitCode(EventRow row, @Nullable Integer exitCode) {
    return exitCode == null ? row.nothing("exitCode") : row.number("exitCode", exitCode);
  }

  private static void run(EventRow row, Event.RunInfo run) {
    row.text("run", run.id())
        .text("workflowFile", run.workflowFile())
        .text("workflowName", run.workflowName())
        .text("title", run.title())
        .text("event", run.event())
        .text("ref", run.ref());
  }

  private static void info(EventRow row, Event.JobInfo info) {
    JobKey caller = info.caller();
    List<String> needs = info.needs().stream().map(JobKey::value).toList();
    job(row, info.key()).text("id", info.id()).text("name", info.name());
    (caller == null ? row.nothing("caller") : row.text("caller", caller.value()))
        .texts("needs", needs)
        .number("line", info.line());
  }

  private static void plan(EventRow row, Event.JobPlanned plan) {
    job(row, plan.job())
        .truth("failFast", plan.failFast())
        .number("maxParallel", plan.maxParallel())
        .list("legs");
    boolean first = true;
    for (JobLeg leg : plan.legs()) {
      EventRow item = row.item(first);
      first = false;
      leg(item, leg);
      item.end();
    }
    row.endList();
  }

  private static void leg(EventRow row, JobLeg leg) {
    info(row, leg.info());
    row.value("matrix", leg.matrix())
        .value("strategy", leg.strategy())
        .texts("labels", leg.labels())
        .truth("failureAllowed", leg.policy().failureAllowed())
        .list("claims");
    boolean first = true;
    for (JobLeg.Claim claim : leg.policy().claims()) {
      row.item(first)
          .text("group", claim.group())
          .truth("cancelInProgress", claim.cancelInProgress())
          .truth("queues", claim.queues())
          .end();
      first = false;
    }
    row.endList();
    row.value("inputs", leg.inputs()).error("error", leg.error());
  }

  private static void annotation(EventRow row, Annotation annotation) {
    row.text("level", annotation.level().name().toLowerCase(Locale.ROOT))
        .text("message", annotation.message())
        .text("title", annotation.title());
    Annotation.Place place = annotation.place();
    if (place != null) {
      EventRow object = row.object("place").text("file", place.file());
      object.number("line", place.line()).number("endLine", place.endLine());
      object.number("column", place.column()).number("endColumn", place.endColumn()).end();
    }
  }

  private static void stepInfo(EventRow row, Event.StepInfo step) {
    step(row, step.key())
        .text("id", step.id())
        .text("name", step.name())
        .number("line", step.line());
    if (step.background()) {
      row.truth("background", true);
    }
  }

  private static void stepCompleted(EventRow row, Event.StepCompleted event) {
    exitCode(
        step(row, event.step())
            .text("outcome", event.outcome().word())
            .text("conclusion", event.conclusion().word()),
        event.exitCode());
  }

  private void jobCompleted(EventRow row, Event.JobCompleted event) {
    conclusions.put(event.job().value(), event.result());
    job(row, event.job())
        .text("conclusion", event.result().word())
        .truth("failureAllowed", event.failureAllowed())
        .texts("outputs", event.outputs())
        .error("error", event.error());
  }

  private void runCompleted(EventRow row, Result result) {
    EventRow jobs = row.text("conclusion", result.word()).object("jobs");
    conclusions.forEach((job, conclusion) -> jobs.key(job, conclusion.word()));
    jobs.end();
  }

  private static List<String> names(Set<Signal> signals) {
    List<String> names = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      if (signals.contains(signal)) {
        names.add(signal.name());
      }
    }
    return names;
  }

  private static void layout(EventRow row, Layout layout) {
    row.text("workspace", layout.paths().workspace())
        .text("temp", layout.paths().temp())
        .text("toolCache", layout.paths().toolCache())
        .text("actions", layout.paths().actions())
        .text("os", layout.os())
        .text("arch", layout.arch())
        .texts("env", layout.env());
  }

  private static void jobPrepared(EventRow row, Detail.JobPrepared event) {
    job(row, event.job())
        .texts("env", event.env())
        .text("shell", event.shell())
        .text("directory", event.directory())
        .duration("limit", event.limit())
        .duration("cancelLimit", event.cancelLimit());
  }

  private static void actions(EventRow row, List<Event.FetchedAction> actions) {
    row.list("actions");
    boolean first = true;
    for (Event.FetchedAction action : actions) {
      row.item(first)
          .text("reference", action.reference())
          .text("commit", action.commit())
          .text("folder", action.folder())
          .text("manifest", action.manifest())
          .end();
      first = false;
    }
    row.endList();
  }

  private static void actionEntered(EventRow row, Detail.ActionEntered event) {
    step(row, event.step())
        .text("directory", event.directory())
        .text("repository", event.repository())
        .text("ref", event.ref())
        .texts("inputs", event.inputs())
        .texts("env", event.env())
        .duration("limit", event.limit());
  }

  private static void stepPrepared(EventRow row, Detail.StepPrepared event) {
    step(row, event.step())
        .text("script", event.script())
        .text("shell", event.shell())
        .texts("command", event.command())
        .text("scriptFile", event.scriptFile())
        .texts("env", event.env())
        .text("directory", event.directory())
        .duration("limit", event.limit());
  }
}
