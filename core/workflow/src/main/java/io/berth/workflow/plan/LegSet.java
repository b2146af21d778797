// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.expressions.Contexts;
import io.berth.expressions.Functions;
import io.berth.expressions.Value;
import io.berth.workflow.Dialect;
import io.berth.workflow.Job;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `strategy` of a job, evaluated.
///
/// @param legs its combinations, or `null` if it has no matrix: then it has one leg
/// @param failFast whether the failure of one leg cancels the others
/// @param maxParallel how many legs may run at a time, or 0 if there is no limit
public record LegSet(@Nullable List<MatrixLeg> legs, boolean failFast, int maxParallel) {

  public LegSet {
    legs = legs == null ? null : List.copyOf(legs);
  }

  /// Evaluates the strategy of a job.
  ///
  /// @throws io.berth.model.BerthException if it cannot be evaluated: all that is wrong with it
  public static LegSet of(
      Job.@Nullable Strategy strategy, Dialect dialect, Contexts contexts, Functions functions) {
    if (strategy == null) {
      return new LegSet(null, true, 0);
    }
    boolean failFast = true;
    if (strategy.failFast() != null) {
      var place = strategy.failFast();
      failFast =
          Typed.truth(TemplateEvaluator.value(place, contexts, functions), dialect, place.span());
    }
    int maxParallel = 0;
    if (strategy.maxParallel() != null) {
      var place = strategy.maxParallel();
      maxParallel =
          Typed.count(TemplateEvaluator.value(place, contexts, functions), dialect, place.span());
    }
    List<MatrixLeg> legs = null;
    if (strategy.matrix() != null) {
      var value = TemplateEvaluator.value(strategy.matrix(), contexts, functions);
      legs = Matrix.expand(strategy.matrix(), value);
    }
    return new LegSet(legs, failFast, maxParallel);
  }

  /// Returns how many legs there are.
  public int size() {
    return legs == null ? 1 : legs.size();
  }

  /// Returns a leg, or `null` if there is no matrix.
  ///
  /// @param index counted from 0
  public @Nullable MatrixLeg leg(int index) {
    return legs == null ? null : legs.get(index);
  }

  /// Returns the `strategy` context of a leg.
  ///
  /// @param index counted from 0
  public Value strategy(int index) {
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("fail-fast", Value.of(failFast));
    members.put("job-index", Value.of(index));
    members.put("job-total", Value.of(size()));
    members.put("max-parallel", Value.of(maxParallel == 0 ? size() : maxParallel));
    return Value.object(members);
  }

  /// Returns the `matrix` context of a leg: null if there is no matrix.
  ///
  /// @param index counted from 0
  public Value matrix(int index) {
    var leg = leg(index);
    return leg == null ? Value.NULL : leg.values();
  }
}
