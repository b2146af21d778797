// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Result;
import io.berth.expressions.Evaluation;
import io.berth.expressions.ExpressionException;
import io.berth.expressions.Fact;
import io.berth.expressions.Functions;
import io.berth.expressions.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the expressions of steps may call: the status of the job, and facts.
///
/// @param status the status of the job
/// @param facts the facts that were learned for this evaluation
record StatusFunctions(Result status, Map<Fact, Standing.Answer> facts) implements Functions {

  @Override
  public Evaluation call(String name, List<Value> arguments) {
    return switch (name) {
      case "success" -> done(status == Result.SUCCESS);
      case "failure" -> done(status == Result.FAILURE);
      case "cancelled" -> done(status == Result.CANCELLED);
      case "always" -> done(true);
      case "hashfiles" -> learned(new Fact("hashFiles", texts(arguments)));
      default ->
          throw new ExpressionException(
              ExpressionException.Kind.EVALUATION, "Unrecognized function: '" + name + "'", 0);
    };
  }

  private Evaluation learned(Fact fact) {
    return switch (facts.get(fact)) {
      case null -> new Evaluation.Needs(fact);
      case Standing.Answer.Known(var text) -> new Evaluation.Done(Value.of(text));
      case Standing.Answer.Refused(var problem) ->
          throw new ExpressionException(ExpressionException.Kind.EVALUATION, problem, 0);
    };
  }

  private static Evaluation done(boolean truth) {
    return new Evaluation.Done(Value.of(truth));
  }

  private static List<String> texts(List<Value> values) {
    List<String> texts = new ArrayList<>();
    for (Value value : values) {
      texts.add(value.asString());
    }
    return texts;
  }
}
