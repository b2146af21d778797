// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.workflow.plan.Plan.Foreseen;
import io.berth.workflow.plan.Plan.Layer;
import io.berth.workflow.plan.Plan.PlannedJob;
import io.berth.workflow.plan.Plan.PlannedLeg;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// The JSON form of plans. What is known only when the run reaches it stands as `{"late": "…"}`
/// with its source, what can never be computed as `{"errors": […]}`.
public final class PlanJson {

  private PlanJson() {}

  /// Returns plans as `{"workflows": […]}`.
  public static Value of(List<Plan> plans) {
    return object("workflows", array(plans, PlanJson::plan));
  }

  private static Value plan(Plan plan) {
    return object(
        "file", Value.of(plan.file()),
        "name", Value.of(plan.name()),
        "on", array(plan.events(), Value::of),
        "jobs", array(plan.jobs(), PlanJson::job));
  }

  private static Value job(PlannedJob job) {
    return object(
        "id", Value.of(job.id()),
        "line", Value.of(job.line()),
        "needs", array(job.needs(), Value::of),
        "if", text(job.condition()),
        "uses", text(job.uses()),
        "legs",
            job.matrix() instanceof Foreseen.Known
                ? array(job.legs(), PlanJson::leg)
                : foreseen(job.matrix()));
  }

  private static Value leg(PlannedLeg leg) {
    return object(
        "id", Value.of(leg.id()),
        "name", foreseen(leg.name()),
        "matrix", leg.matrix(),
        "labels", foreseen(leg.labels()),
        "layers", array(leg.layers(), PlanJson::layer),
        "jobs", array(leg.jobs(), PlanJson::job));
  }

  private static Value layer(Layer layer) {
    return object(
        "kind",
        Value.of(layer.kind().name().toLowerCase(Locale.ROOT).replace('_', '-')),
        "name",
        text(layer.name()),
        layer.kind() == Layer.Kind.ACTION ? "uses" : "image",
        foreseen(layer.image()),
        "line",
        Value.of(layer.line()));
  }

  private static Value foreseen(Foreseen foreseen) {
    return switch (foreseen) {
      case Foreseen.Known(var value) -> value;
      case Foreseen.Late(var source) -> object("late", Value.of(source));
      case Foreseen.Wrong(var errors) -> object("errors", array(errors, PlanJson::error));
    };
  }

  private static Value error(BerthError error) {
    return object(
        "code", Value.of(error.code().id()),
        "problem", Value.of(error.problem()),
        "where", text(error.where() == null ? "" : error.where().toString()));
  }

  private static Value text(String text) {
    return text.isEmpty() ? Value.NULL : Value.of(text);
  }

  private static <T> Value array(List<T> items, Function<T, Value> form) {
    List<Value> values = new ArrayList<>();
    items.forEach(item -> values.add(form.apply(item)));
    return Value.array(values);
  }

  /// Returns an object of names and values in turn; what is null is left out.
  private static Value object(Object... namesAndValues) {
    Map<String, Value> members = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] instanceof Value value && !(value instanceof Value.NullValue)) {
        members.put(String.valueOf(namesAndValues[i]), value);
      }
    }
    return Value.object(members);
  }
}
