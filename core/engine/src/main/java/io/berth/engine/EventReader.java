// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.engine.Event.Detail;
import io.berth.expressions.Fact;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
import io.berth.spi.Layout;
import io.berth.spi.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the rows that [EventWriter] writes. Members that it does not know are passed over, and so
/// are rows of a kind that it does not know: a newer Berth wrote them.
public final class EventReader {

  private EventReader() {}

  /// What a row says.
  public sealed interface Row {

    /// Something happened.
    ///
    /// @param sequence its number, counted from 1
    record Happened(long sequence, Instant time, Event event) implements Row {}

    /// A piece of the log of a step was stored.
    ///
    /// @param step whose
    /// @param time when its first byte was read
    /// @param from where it begins in the log of the step
    /// @param to where it ends
    /// @param position how much of the output of the step is accounted for with it
    record Stored(StepKey step, Instant time, long from, long to, long position) implements Row {}

    /// Something that this reader does not know.
    ///
    /// @param type of which kind
    record Unknown(String type) implements Row {}
  }

  /// Reads a row.
  ///
  /// @param row one line without its line feed
  /// @throws IllegalArgumentException if the line is no row or lacks what its kind needs
  public static Row read(String row) {
    RowReader members = members(row);
    String type = members.text("type");
    if (type.equals("log.stored")) {
      return stored(members);
    }
    Event event = event(members);
    return event == null
        ? new Row.Unknown(type)
        : new Row.Happened(members.number("sequence"), members.time("time"), event);
  }

  private static Row stored(RowReader row) {
    return new Row.Stored(
        step(row), row.time("time"), row.number("from"), row.number("to"), row.number("position"));
  }

  private static RowReader members(String row) {
    try {
      return RowReader.parse(row);
    } catch (JsonException e) {
      throw new IllegalArgumentException("not a row of JSON: " + e.getMessage(), e);
    }
  }

  private static @Nullable Event event(RowReader row) {
    return switch (row.text("type")) {
      case "run.started" -> new Event.RunStarted(run(row));
      case "job.added" -> new Event.JobAdded(info(row));
      case "job.planned" ->
          new Event.JobPlanned(
              job(row), legs(row), row.truth("failFast"), row.integer("maxParallel"));
      case "job.started" -> new Event.JobStarted(job(row));
      case "step.added" ->
          new Event.StepAdded(
              new Event.StepInfo(
                  step(row),
                  row.text("id"),
                  row.text("name"),
                  row.integer("line"),
                  row.value("background").truthy()));
      case "step.started" -> new Event.StepStarted(step(row), row.text("name"));
      case "step.annotated" -> new Event.Annotated(step(row), annotation(row));
      case "step.finished" ->
          new Event.StepCompleted(
              step(row),
              row.result("outcome"),
              row.result("conclusion"),
              row.optionalInteger("exitCode"));
      case "job.finished" ->
          new Event.JobCompleted(
              job(row),
              row.result("conclusion"),
              row.truth("failureAllowed"),
              row.textMap("outputs"),
              row.error("error"));
      case "cancel.requested" -> {
        String job = row.optionalText("job");
        yield new Event.CancelRequested(job == null ? null : new JobKey(job), row.text("reason"));
      }
      case "run.noticed" -> new Event.Noticed(row.text("text"));
      case "run.finished" -> new Event.RunCompleted(row.result("conclusion"));
      default -> detail(row);
    };
  }

  private static @Nullable Event detail(RowReader row) {
    return switch (row.text("type")) {
      case "job.decided" ->
          new Detail.ConditionDecided(
              job(row), row.text("condition"), row.truth("met"), row.truth("cancelled"));
      case "job.environment" -> new Detail.EnvironmentReady(job(row), layout(row), signals(row));
      case "job.fact" ->
          new Detail.FactLearned(
              job(row), new Fact(row.text("kind"), row.texts("arguments")), row.text("answer"));
      case "job.unknown" ->
          new Detail.FactRefused(
              job(row), new Fact(row.text("kind"), row.texts("arguments")), row.text("problem"));
      case "job.refused" -> new Detail.JobRefused(job(row), row.requiredError("error"));
      case "job.released" -> new Detail.EnvironmentReleased(job(row));
      case "step.faulted" ->
          new Detail.StepFaulted(step(row), row.text("problem"), row.truth("fails"));
      case "step.summary" -> new Detail.SummaryWritten(step(row), row.text("markdown"));
      case "job.prepared" ->
          new Detail.JobPrepared(
              job(row),
              row.textMap("env"),
              row.optionalText("shell"),
              row.optionalText("directory"),
              row.duration("limit"),
              row.duration("cancelLimit"));
      case "step.prepared" ->
          new Detail.StepPrepared(
              step(row),
              row.text("script"),
              row.text("shell"),
              row.texts("command"),
              row.text("scriptFile"),
              row.textMap("env"),
              row.text("directory"),
              row.optionalDuration("limit"));
      case "job.actions" -> new Detail.ActionsFetched(job(row), actions(row));
      case "step.action" ->
          new Detail.ActionEntered(
              step(row),
              row.text("directory"),
              row.text("repository"),
              row.text("ref"),
              row.textMap("inputs"),
              row.textMap("env"),
              row.optionalDuration("limit"));
      case "step.inner.started" ->
          new Detail.InnerStarted(step(row), row.text("place"), row.text("name"));
      case "step.inner.finished" ->
          new Detail.InnerCompleted(
              step(row),
              row.text("place"),
              row.result("outcome"),
              row.result("conclusion"),
              row.optionalInteger("exitCode"));
      case "step.state" -> new Detail.StateSaved(step(row), row.text("name"), row.text("value"));
      case "step.variable" ->
          new Detail.VariableSet(step(row), row.text("name"), row.text("value"));
      case "step.path" -> new Detail.PathAdded(step(row), row.text("folder"));
      case "step.output" -> new Detail.OutputSet(step(row), row.text("name"), row.text("value"));
      case "step.matcher.added" ->
          new Detail.MatcherAdded(step(row), row.text("owner"), row.text("definition"));
      case "step.matcher.removed" -> new Detail.MatcherRemoved(step(row), row.text("owner"));
      case "step.exited" ->
          new Detail.ProcessEnded(step(row), row.optionalInteger("exitCode"), row.error("error"));
      case "step.reconsidered" -> new Detail.StepReconsidered(step(row), row.truth("goesOn"));
      case "step.signalled" ->
          new Detail.StepSignalled(step(row), Signal.valueOf(row.text("signal")));
      case "step.timeout" -> new Detail.StepTimedOut(step(row), row.duration("limit"));
      case "step.passed" -> new Detail.StepPassed(step(row));
      case "step.cancelled" -> new Detail.StepCancelled(step(row));
      case "step.joined" ->
          new Detail.StepJoined(
              step(row), row.optionalText("status") == null ? null : row.result("status"));
      case "job.timeout" -> new Detail.JobTimedOut(job(row), row.duration("limit"));
      case "job.killed" -> new Detail.JobKilled(job(row), row.text("reason"));
      default -> null;
    };
  }

  private static List<Event.FetchedAction> actions(RowReader row) {
    var actions = new ArrayList<Event.FetchedAction>();
    for (RowReader action : row.objects("actions")) {
      actions.add(
          new Event.FetchedAction(
              action.text("reference"),
              action.text("commit"),
              action.text("folder"),
              action.text("manifest")));
    }
    return actions;
  }

  private static JobKey job(RowReader row) {
    return new JobKey(row.text("job"));
  }

  private static StepKey step(RowReader row) {
    return new StepKey(job(row), row.integer("step"));
  }

  private static Event.RunInfo run(RowReader row) {
    return new Event.RunInfo(
        row.text("run"),
        row.text("workflowFile"),
        row.text("workflowName"),
        row.text("title"),
        row.text("event"),
        row.text("ref"));
  }

  private static Event.JobInfo info(RowReader row) {
    String caller = row.optionalText("caller");
    return new Event.JobInfo(
        job(row),
        row.text("id"),
        row.text("name"),
        caller == null ? null : new JobKey(caller),
        row.texts("needs").stream().map(JobKey::new).toList(),
        row.integer("line"));
  }

  private static List<JobLeg> legs(RowReader row) {
    var legs = new ArrayList<JobLeg>();
    for (RowReader leg : row.objects("legs")) {
      var claims = new ArrayList<JobLeg.Claim>();
      for (RowReader claim : leg.objects("claims")) {
        claims.add(
            new JobLeg.Claim(
                claim.text("group"), claim.truth("cancelInProgress"), claim.truth("queues")));
      }
      legs.add(
          new JobLeg(
              info(leg),
              leg.value("matrix"),
              leg.value("strategy"),
              leg.texts("labels"),
              new JobLeg.Policy(leg.truth("failureAllowed"), claims),
              leg.value("inputs"),
              leg.error("error")));
    }
    return legs;
  }

  private static Annotation annotation(RowReader row) {
    Value place = row.value("place");
    return new Annotation(
        Annotation.Level.valueOf(row.text("level").toUpperCase(Locale.ROOT)),
        row.text("message"),
        row.text("title"),
        place instanceof Value.ObjectValue object ? place(new RowReader(object)) : null);
  }

  private static Annotation.Place place(RowReader row) {
    return new Annotation.Place(
        row.text("file"),
        row.integer("line"),
        row.integer("endLine"),
        row.integer("column"),
        row.integer("endColumn"));
  }

  private static Set<Signal> signals(RowReader row) {
    Set<Signal> signals = new HashSet<>();
    row.texts("signals").forEach(name -> signals.add(Signal.valueOf(name)));
    return signals;
  }

  private static Layout layout(RowReader row) {
    return new Layout(
        new Layout.Paths(
            row.text("workspace"), row.text("temp"), row.text("toolCache"), row.text("actions")),
        row.text("os"),
        row.text("arch"),
        row.textMap("env"));
  }
}
