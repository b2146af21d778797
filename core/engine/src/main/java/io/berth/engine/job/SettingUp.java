// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event;
import io.berth.engine.Event.Detail;
import io.berth.engine.JobSpec;
import io.berth.engine.Result;
import io.berth.engine.StepKey;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.spi.Layout;
import io.berth.workflow.Job;
import io.berth.workflow.Template;
import io.berth.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The step `Set up job`: what is not served is refused, the environment is had, and what the steps
/// share is evaluated.
final class SettingUp {

  private static final Duration LIMIT = Duration.ofHours(6);
  private static final Duration CANCEL_LIMIT = Duration.ofMinutes(5);

  private final JobSpec spec;
  private final Standing standing;
  private final StepKey key;

  SettingUp(JobSpec spec, Standing standing, StepKey key) {
    this.spec = spec;
    this.standing = standing;
    this.key = key;
  }

  List<Action> next() {
    if (standing.position().running(key) == null) {
      return List.of(new Action.Decide(new Event.StepStarted(key, "Set up job")));
    }
    BerthError error = standing.ending().error();
    if (error != null) {
      return Failures.end(key, Failures.line(error), Result.FAILURE, Result.FAILURE, null);
    }
    if (standing.ending().killed()) {
      return List.of(ended(Result.CANCELLED));
    }
    Layout layout = standing.layout();
    if (layout == null) {
      return acquire();
    }
    if (standing.prepared() == null) {
      return List.of(new Action.Decide(prepared(layout)));
    }
    BerthError unmet = NodeNeed.unmet(spec, standing, layout);
    return unmet == null
        ? List.of(new Action.Log(key, "prepared", lines(layout)), ended(Result.SUCCESS))
        : List.of(refuse(unmet));
  }

  private Action ended(Result result) {
    return new Action.Decide(new Event.StepCompleted(key, result, result, null));
  }

  private List<Action> acquire() {
    List<Action.FetchActions.Wanted> wanted = RemoteActions.of(spec);
    if (!wanted.isEmpty()) {
      Fetched fetched = standing.fetched();
      if (fetched == null) {
        return List.of(new Action.FetchActions(wanted, null));
      }
      BerthError refused = RemoteActions.refused(wanted, fetched);
      if (refused != null) {
        return List.of(refuse(refused));
      }
    }
    try {
      return List.of(
          new Action.Acquire(Layers.plan(spec, standing.fetched(), evaluator(null, Map.of()))));
    } catch (BadTemplate bad) {
      return List.of(refuse(bad.error()));
    }
  }

  private Event prepared(Layout layout) {
    try {
      Workflow.Settings shared = spec.workflow().settings();
      Map<String, String> outer = evaluator(layout, Map.of()).variables(shared.env());
      Evaluator inner = evaluator(layout, outer);
      Map<String, String> env = new LinkedHashMap<>(outer);
      env.putAll(inner.variables(spec.job().settings().env()));
      Evaluator all = evaluator(layout, env);
      Job.Limits limits = spec.job().limits();
      return new Detail.JobPrepared(
          spec.info().key(),
          env,
          setting(all, Workflow.RunDefaults::shell),
          setting(all, Workflow.RunDefaults::workingDirectory),
          minutes(all, limits.timeoutMinutes(), LIMIT),
          minutes(all, limits.cancelTimeoutMinutes(), CANCEL_LIMIT));
    } catch (BadTemplate bad) {
      return new Detail.JobRefused(spec.info().key(), bad.error());
    }
  }

  private @Nullable String setting(
      Evaluator evaluator,
      java.util.function.Function<Workflow.RunDefaults, @Nullable Template> part) {
    for (Workflow.RunDefaults defaults :
        new Workflow.RunDefaults @Nullable [] {
          spec.job().settings().defaults(), spec.workflow().settings().defaults()
        }) {
      Template template = defaults == null ? null : part.apply(defaults);
      String text = evaluator.text(template);
      if (text != null && !text.isEmpty()) {
        return text;
      }
    }
    return null;
  }

  private static Duration minutes(
      Evaluator evaluator, @Nullable Template template, Duration otherwise) {
    if (template == null) {
      return otherwise;
    }
    Duration minutes = Minutes.of(evaluator.value(template));
    if (minutes == null) {
      throw BadTemplate.at(template.span(), "a number of minutes above zero was expected", null);
    }
    return minutes;
  }

  private Evaluator evaluator(@Nullable Layout layout, Map<String, String> env) {
    return new JobContexts(spec, standing.ledger().withEnv(env), layout, Map.of(), null)
        .evaluator(standing.ledger().status(), standing.facts());
  }

  private Action refuse(BerthError error) {
    return new Action.Decide(new Detail.JobRefused(spec.info().key(), error));
  }

  private List<String> lines(Layout layout) {
    List<String> lines = new ArrayList<>();
    lines.add("Job: " + spec.info().name());
    if (!spec.labels().isEmpty()) {
      lines.add("Labels: " + String.join(", ", spec.labels()));
    }
    lines.add("System: " + layout.os() + " " + layout.arch());
    lines.add("Workspace: " + layout.paths().workspace());
    if (standing.fetched() != null) {
      lines.addAll(standing.fetched().lines());
    }
    if (spec.contexts().get("matrix") instanceof Value.ObjectValue matrix) {
      matrix
          .members()
          .forEach((name, value) -> lines.add("Matrix: " + name + " = " + value.asString()));
    }
    return lines;
  }
}
