// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `on` of a workflow.
///
/// @param events the configuration of every event by its name, in the order of the file; a literal
///     null where the event has none
/// @param call `workflow_call`, or `null` if the workflow cannot be called
/// @param dispatchInputs the inputs of `workflow_dispatch` by name
public record Triggers(
    Map<String, Template> events, @Nullable Call call, Map<String, Input> dispatchInputs) {

  public Triggers {
    events = Collections.unmodifiableMap(new LinkedHashMap<>(events));
    dispatchInputs = Collections.unmodifiableMap(new LinkedHashMap<>(dispatchInputs));
  }

  /// An input of `workflow_dispatch` or `workflow_call`.
  ///
  /// @param type `string`, `boolean`, `number`, `choice` or `environment`
  /// @param required whether a caller has to give it
  /// @param defaultValue `default`, or `null` if absent
  /// @param description `description`, or an empty text
  /// @param options the values that a `choice` allows, in order
  public record Input(
      String type,
      boolean required,
      @Nullable Template defaultValue,
      String description,
      java.util.List<String> options) {

    public Input {
      options = java.util.List.copyOf(options);
    }
  }

  /// `workflow_call`.
  ///
  /// @param inputs its inputs by name
  /// @param secrets whether each secret it names is required, by name
  /// @param outputs the value of each output by name
  public record Call(
      Map<String, Input> inputs, Map<String, Boolean> secrets, Map<String, Template> outputs) {

    public Call {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
      secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
      outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }
  }
}
