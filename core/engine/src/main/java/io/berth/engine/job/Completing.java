// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Annotation;
import io.berth.engine.Event;
import io.berth.engine.JobSpec;
import io.berth.engine.Result;
import io.berth.engine.StepKey;
import io.berth.expressions.Fact;
import io.berth.workflow.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The step `Complete job`: the environment is given back, the outputs are evaluated, and the job
/// has its result.
final class Completing {

  private final JobSpec spec;
  private final Standing standing;
  private final StepKey key;

  Completing(JobSpec spec, Standing standing, StepKey key) {
    this.spec = spec;
    this.standing = standing;
    this.key = key;
  }

  List<Action> next() {
    if (standing.position().number() > key.number()) {
      return List.of();
    }
    if (standing.layout() == null) {
      return List.of(
          new Action.Decide(new Event.StepCompleted(key, Result.SKIPPED, Result.SKIPPED, null)),
          completed(Map.of(), standing.ledger().status()));
    }
    if (standing.position().running(key) == null) {
      return List.of(new Action.Decide(new Event.StepStarted(key, "Complete job")));
    }
    // What the outputs need to know can be learned only while the environment is there.
    List<Action> outputs = outputs();
    return standing.ending().released() ? outputs : List.of(new Action.Release());
  }

  private List<Action> outputs() {
    List<Action> actions = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    List<Action> remarks = new ArrayList<>();
    Map<String, String> kept = new LinkedHashMap<>();
    String problem = null;
    for (Map.Entry<String, Template> output : spec.job().outputs().entrySet()) {
      try {
        String value = evaluator().text(output.getValue());
        if (value != null && !value.isEmpty()) {
          if (holdsSecret(value)) {
            String warning = "Skip output '" + output.getKey() + "' since it may contain secret.";
            lines.add("##[warning]" + warning);
            remarks.add(new Action.Decide(Failures.remark(key, Annotation.Level.WARNING, warning)));
          } else {
            kept.put(output.getKey(), value);
          }
        }
      } catch (BadTemplate bad) {
        problem = bad.line();
        lines.add("##[error]" + problem);
        remarks.add(new Action.Decide(Failures.remark(key, Annotation.Level.ERROR, problem)));
      }
    }
    if (!lines.isEmpty()) {
      actions.add(new Action.Log(key, "outputs", lines));
    }
    actions.addAll(remarks);
    Result step = problem == null ? Result.SUCCESS : Result.FAILURE;
    actions.add(new Action.Decide(new Event.StepCompleted(key, step, step, null)));
    actions.add(completed(kept, standing.ledger().merge(step).status()));
    return actions;
  }

  private Action completed(Map<String, String> outputs, Result status) {
    boolean failed = standing.ending().error() != null || standing.ending().timedOut();
    return new Action.Decide(
        new Event.JobCompleted(
            spec.info().key(),
            failed ? Result.FAILURE : status,
            spec.failureAllowed(),
            outputs,
            standing.ending().error()));
  }

  private boolean holdsSecret(String value) {
    var fact = new Fact("holdsSecret", List.of(value));
    return switch (standing.facts().get(fact)) {
      case null -> throw new MissingFact(fact);
      case Standing.Answer.Known(var text) -> text.equals("true");
      case Standing.Answer.Refused _ -> true;
    };
  }

  private Evaluator evaluator() {
    return new JobContexts(spec, standing.ledger(), standing.layout(), Map.of(), null)
        .evaluator(standing.ledger().status(), standing.facts());
  }
}
