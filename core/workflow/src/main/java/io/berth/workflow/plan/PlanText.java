// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.workflow.plan.Plan.Foreseen;
import io.berth.workflow.plan.Plan.Layer;
import io.berth.workflow.plan.Plan.PlannedJob;
import io.berth.workflow.plan.Plan.PlannedLeg;
import java.util.ArrayList;
import java.util.List;

/// The form of plans that people read.
public final class PlanText {

  private final StringBuilder out = new StringBuilder();

  private PlanText() {}

  /// Returns plans as lines, with an empty one between two workflows.
  public static String of(List<Plan> plans) {
    var text = new PlanText();
    for (Plan plan : plans) {
      if (!text.out.isEmpty()) {
        text.out.append('\n');
      }
      text.add(plan);
    }
    return text.out.toString();
  }

  private void add(Plan plan) {
    out.append(plan.file());
    if (!plan.name().equals(plan.file())) {
      out.append("  ").append(plan.name());
    }
    out.append("  (on ").append(String.join(", ", plan.events())).append(")\n");
    plan.jobs().forEach(job -> add(job, "  "));
  }

  private void add(PlannedJob job, String indent) {
    List<String> facts = new ArrayList<>();
    if (!job.needs().isEmpty()) {
      facts.add("needs " + String.join(", ", job.needs()));
    }
    if (!job.condition().isEmpty()) {
      facts.add("if " + oneLine(job.condition()));
    }
    if (!job.uses().isEmpty()) {
      facts.add("calls " + job.uses());
    }
    boolean single =
        job.legs().size() == 1 && job.legs().getFirst().matrix() instanceof Value.NullValue;
    if (single) {
      facts.addAll(facts(job, job.legs().getFirst()));
    } else if (job.matrix() instanceof Foreseen.Known) {
      facts.add(job.legs().size() + (job.legs().size() == 1 ? " leg" : " legs"));
    } else {
      facts.add("legs " + shown(job.matrix()));
    }
    line(indent, job.id(), facts);
    for (PlannedLeg leg : job.legs()) {
      if (!single) {
        line(indent + "  ", shown(leg.name()), facts(job, leg));
      }
      var inside = indent + (single ? "  " : "    ");
      leg.layers().forEach(layer -> line(inside, shown(layer), List.of()));
      leg.jobs().forEach(inner -> add(inner, inside));
    }
  }

  private static List<String> facts(PlannedJob job, PlannedLeg leg) {
    List<String> facts = new ArrayList<>();
    if (leg.matrix() instanceof Value.NullValue && !shown(leg.name()).equals(job.id())) {
      facts.add("named " + shown(leg.name()));
    }
    if (job.uses().isEmpty()) {
      facts.add("on " + shown(leg.labels()));
    }
    return facts;
  }

  private static String shown(Layer layer) {
    return switch (layer.kind()) {
          case CONTAINER -> "needs container ";
          case SERVICE -> "needs service " + (layer.name().isEmpty() ? "" : layer.name() + " ");
          case STEP_CONTAINER -> "needs step container ";
          case ACTION -> "uses ";
        }
        + shown(layer.image());
  }

  private static String shown(Foreseen foreseen) {
    return switch (foreseen) {
      case Foreseen.Known(Value.ArrayValue(var items)) -> {
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(item.asString()));
        yield texts.isEmpty() ? "any" : String.join("+", texts);
      }
      case Foreseen.Known(var value) -> value.asString();
      case Foreseen.Late(var source) -> "known when the run reaches it: " + oneLine(source);
      case Foreseen.Wrong(var errors) -> wrong(errors.getFirst());
    };
  }

  private static String wrong(BerthError error) {
    return "wrong: " + error.problem() + (error.where() == null ? "" : " at " + error.where());
  }

  private static String oneLine(String text) {
    var line = new StringBuilder();
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c)) {
        space = !line.isEmpty();
        continue;
      }
      line.append(space ? " " : "").append(c);
      space = false;
    }
    return line.toString();
  }

  private void line(String indent, String name, List<String> facts) {
    out.append(indent).append(name);
    if (!facts.isEmpty()) {
      out.append("  ").append(String.join(" · ", facts));
    }
    out.append('\n');
  }
}
