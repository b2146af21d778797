// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Annotation;
import io.berth.engine.Event;
import io.berth.engine.Result;
import io.berth.engine.StepKey;
import io.berth.model.BerthError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the end of a step that failed is told: in its log, as a remark, as its result.
final class Failures {

  private Failures() {}

  static List<Action> end(
      StepKey step, String problem, Result outcome, Result conclusion, @Nullable Integer exitCode) {
    return List.of(
        new Action.Log(step, "failure", List.of("##[error]" + problem)),
        new Action.Decide(remark(step, Annotation.Level.ERROR, problem)),
        new Action.Decide(new Event.StepCompleted(step, outcome, conclusion, exitCode)));
  }

  static Event remark(StepKey step, Annotation.Level level, String text) {
    return new Event.Annotated(step, new Annotation(level, text, "", null));
  }

  /// Returns an error in one line, place first.
  static String line(BerthError error) {
    String problem =
        error.where() == null ? error.problem() : error.where() + ": " + error.problem();
    return error.remedy() == null ? problem : problem + " (" + error.remedy() + ")";
  }
}
