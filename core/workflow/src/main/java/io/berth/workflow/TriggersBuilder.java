// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Value;
import io.berth.model.SourceSpan;
import io.berth.workflow.Triggers.Call;
import io.berth.workflow.Triggers.Input;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the model of `on`.
final class TriggersBuilder {

  private TriggersBuilder() {}

  static Triggers build(@Nullable Template on) {
    Map<String, Template> events = new LinkedHashMap<>();
    if (on instanceof Template.Mapping) {
      Members.of(on).entries().forEach((name, entry) -> events.put(name, entry.value()));
    } else {
      for (Template.Literal name : Members.literals(on)) {
        events.put(name.value().asString(), nothing(name.span()));
      }
    }
    Template call = events.get("workflow_call");
    Template dispatch = events.get("workflow_dispatch");
    return new Triggers(
        events,
        call == null ? null : call(Members.of(call)),
        dispatch == null ? Map.of() : inputs(Members.of(dispatch).in("inputs")));
  }

  private static Template nothing(SourceSpan span) {
    return new Template.Literal(Value.NULL, "", span);
  }

  private static Call call(Members call) {
    Map<String, Boolean> secrets = new LinkedHashMap<>();
    call.in("secrets")
        .entries()
        .forEach((name, entry) -> secrets.put(name, Members.of(entry.value()).isTrue("required")));
    Map<String, Template> outputs = new LinkedHashMap<>();
    call.in("outputs")
        .entries()
        .forEach(
            (name, entry) -> {
              Template value = Members.of(entry.value()).get("value");
              outputs.put(name, value == null ? nothing(entry.key().span()) : value);
            });
    return new Call(inputs(call.in("inputs")), secrets, outputs);
  }

  private static Map<String, Input> inputs(Members inputs) {
    Map<String, Input> read = new LinkedHashMap<>();
    inputs.entries().forEach((name, entry) -> read.put(name, input(Members.of(entry.value()))));
    return read;
  }

  private static Input input(Members input) {
    String type = input.text("type");
    String description = input.text("description");
    List<String> options = new ArrayList<>();
    for (Template.Literal option : input.literals("options")) {
      options.add(option.value().asString());
    }
    return new Input(
        type == null ? "string" : type,
        input.isTrue("required"),
        input.get("default"),
        description == null ? "" : description,
        options);
  }
}
