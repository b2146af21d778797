// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import io.berth.engine.Annotation;
import io.berth.engine.Event;
import io.berth.engine.Event.Detail;
import io.berth.engine.JobLeg;
import io.berth.expressions.Fact;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.spi.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes raw events fit to be stored and shown: no text in them holds a secret.
///
/// @param masker knows the secrets
public record MaskedEvents(Masker masker) {

  /// Returns the event with `***` for every secret in its texts.
  public Event of(Event event) {
    return switch (event) {
      case Event.RunStarted(var run) ->
          new Event.RunStarted(
              new Event.RunInfo(
                  run.id(),
                  run.workflowFile(),
                  run.workflowName(),
                  text(run.title()),
                  run.event(),
                  run.ref()));
      case Event.JobAdded added -> new Event.JobAdded(info(added.job()));
      case Event.JobPlanned(var job, var legs, var failFast, var maxParallel) ->
          new Event.JobPlanned(job, legs.stream().map(this::leg).toList(), failFast, maxParallel);
      case Event.JobStarted started -> started;
      case Event.StepAdded(var step) ->
          new Event.StepAdded(
              new Event.StepInfo(
                  step.key(), step.id(), text(step.name()), step.line(), step.background()));
      case Event.StepStarted(var step, var name) -> new Event.StepStarted(step, text(name));
      case Event.Annotated(var step, var remark) ->
          new Event.Annotated(
              step,
              new Annotation(
                  remark.level(),
                  text(remark.message()),
                  text(remark.title()),
                  place(remark.place())));
      case Event.StepCompleted completed -> completed;
      case Event.JobCompleted completed ->
          new Event.JobCompleted(
              completed.job(),
              completed.result(),
              completed.failureAllowed(),
              texts(completed.outputs()),
              error(completed.error()));
      case Event.CancelRequested(var job, var reason) ->
          new Event.CancelRequested(job, text(reason));
      case Event.Noticed(var text) -> new Event.Noticed(text(text));
      case Event.RunCompleted completed -> completed;
      case Detail detail -> of(detail);
    };
  }

  private Event of(Detail detail) {
    return switch (detail) {
      case Detail.ConditionDecided decided -> decided;
      case Detail.EnvironmentReady(var job, var layout, var signals) ->
          new Detail.EnvironmentReady(job, layout(layout), signals);
      case Detail.FactLearned(var job, var fact, var answer) ->
          new Detail.FactLearned(job, fact(fact), text(answer));
      case Detail.FactRefused(var job, var fact, var problem) ->
          new Detail.FactRefused(job, fact(fact), text(problem));
      case Detail.JobRefused(var job, var error) -> new Detail.JobRefused(job, masked(error));
      case Detail.EnvironmentReleased released -> released;
      case Detail.StepFaulted(var step, var problem, var fails) ->
          new Detail.StepFaulted(step, text(problem), fails);
      case Detail.JobPrepared prepared ->
          new Detail.JobPrepared(
              prepared.job(),
              texts(prepared.env()),
              prepared.shell() == null ? null : text(prepared.shell()),
              prepared.directory() == null ? null : text(prepared.directory()),
              prepared.limit(),
              prepared.cancelLimit());
      case Detail.StepPrepared prepared ->
          new Detail.StepPrepared(
              prepared.step(),
              text(prepared.script()),
              text(prepared.shell()),
              texts(prepared.command()),
              text(prepared.scriptFile()),
              texts(prepared.env()),
              text(prepared.directory()),
              prepared.limit());
      case Detail.ActionsFetched(var job, var actions) -> {
        List<Event.FetchedAction> masked = new ArrayList<>();
        for (Event.FetchedAction action : actions) {
          masked.add(
              new Event.FetchedAction(
                  text(action.reference()),
                  text(action.commit()),
                  text(action.folder()),
                  text(action.manifest())));
        }
        yield new Detail.ActionsFetched(job, masked);
      }
      case Detail.ActionEntered entered ->
          new Detail.ActionEntered(
              entered.step(),
              text(entered.directory()),
              text(entered.repository()),
              text(entered.ref()),
              texts(entered.inputs()),
              texts(entered.env()),
              entered.limit());
      case Detail.InnerStarted(var step, var place, var name) ->
          new Detail.InnerStarted(step, text(place), text(name));
      case Detail.InnerCompleted(var step, var place, var outcome, var conclusion, var exitCode) ->
          new Detail.InnerCompleted(step, text(place), outcome, conclusion, exitCode);
      case Detail.StateSaved(var step, var name, var value) ->
          new Detail.StateSaved(step, text(name), text(value));
      case Detail.VariableSet(var step, var name, var value) ->
          new Detail.VariableSet(step, text(name), text(value));
      case Detail.PathAdded(var step, var folder) -> new Detail.PathAdded(step, text(folder));
      case Detail.OutputSet(var step, var name, var value) ->
          new Detail.OutputSet(step, text(name), text(value));
      case Detail.MatcherAdded(var step, var owner, var definition) ->
          new Detail.MatcherAdded(step, text(owner), text(definition));
      case Detail.MatcherRemoved(var step, var owner) ->
          new Detail.MatcherRemoved(step, text(owner));
      case Detail.SummaryWritten(var step, var markdown) ->
          new Detail.SummaryWritten(step, text(markdown));
      case Detail.ProcessEnded(var step, var exitCode, var error) ->
          new Detail.ProcessEnded(step, exitCode, error(error));
      case Detail.StepReconsidered reconsidered -> reconsidered;
      case Detail.StepSignalled signalled -> signalled;
      case Detail.StepTimedOut timedOut -> timedOut;
      case Detail.StepPassed passed -> passed;
      case Detail.StepCancelled cancelled -> cancelled;
      case Detail.StepJoined joined -> joined;
      case Detail.JobTimedOut timedOut -> timedOut;
      case Detail.JobKilled(var job, var reason) -> new Detail.JobKilled(job, text(reason));
    };
  }

  private Event.JobInfo info(Event.JobInfo job) {
    return new Event.JobInfo(
        job.key(), job.id(), text(job.name()), job.caller(), job.needs(), job.line());
  }

  private JobLeg leg(JobLeg leg) {
    List<JobLeg.Claim> claims = new ArrayList<>();
    for (JobLeg.Claim claim : leg.policy().claims()) {
      claims.add(new JobLeg.Claim(text(claim.group()), claim.cancelInProgress(), claim.queues()));
    }
    return new JobLeg(
        info(leg.info()),
        value(leg.matrix()),
        value(leg.strategy()),
        texts(leg.labels()),
        new JobLeg.Policy(leg.policy().failureAllowed(), claims),
        value(leg.inputs()),
        error(leg.error()));
  }

  private Value value(Value value) {
    return switch (value) {
      case Value.NullValue nothing -> nothing;
      case Value.BooleanValue truth -> truth;
      case Value.NumberValue number -> number;
      case Value.StringValue(var text) -> Value.of(text(text));
      case Value.ArrayValue(var items) -> Value.array(items.stream().map(this::value).toList());
      case Value.ObjectValue object -> {
        Map<String, Value> members = new LinkedHashMap<>();
        object.members().forEach((name, member) -> members.put(name, value(member)));
        yield Value.object(members);
      }
    };
  }

  private Annotation.@Nullable Place place(Annotation.@Nullable Place place) {
    return place == null
        ? null
        : new Annotation.Place(
            text(place.file()), place.line(), place.endLine(), place.column(), place.endColumn());
  }

  private Layout layout(Layout layout) {
    return new Layout(layout.paths(), layout.os(), layout.arch(), texts(layout.env()));
  }

  private @Nullable BerthError error(@Nullable BerthError error) {
    return error == null ? null : masked(error);
  }

  private BerthError masked(BerthError error) {
    String remedy = error.remedy();
    return new BerthError(
        error.code(),
        text(error.problem()),
        remedy == null ? null : text(remedy),
        error.where(),
        texts(error.similar()));
  }

  private Fact fact(Fact fact) {
    return new Fact(fact.kind(), texts(fact.arguments()));
  }

  private List<String> texts(List<String> texts) {
    List<String> masked = new ArrayList<>(texts.size());
    for (String text : texts) {
      masked.add(text(text));
    }
    return masked;
  }

  private Map<String, String> texts(Map<String, String> texts) {
    Map<String, String> masked = new LinkedHashMap<>();
    texts.forEach((name, text) -> masked.put(name, text(text)));
    return masked;
  }

  private String text(String text) {
    return masker.mask(text);
  }
}
