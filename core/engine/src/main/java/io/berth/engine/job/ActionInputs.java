// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Annotation;
import io.berth.workflow.ActionManifest;
import io.berth.workflow.ActionRuns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The inputs of an action: what a step gives, and what the action says where a step gives nothing.
///
/// @param manifest what the action says
/// @param given what the step gives
record ActionInputs(ActionManifest manifest, Map<String, String> given) {

  private static final Set<String> OF_DOCKER = Set.of("args", "entrypoint");

  /// Returns all inputs by name.
  ///
  /// @param evaluator computes defaults
  Map<String, String> all(Evaluator evaluator) {
    Map<String, String> inputs = new LinkedHashMap<>(given);
    manifest
        .inputs()
        .forEach(
            (name, input) -> {
              if (!isGiven(name)) {
                String text = evaluator.text(input.byDefault());
                inputs.put(name, text == null ? "" : text);
              }
            });
    return inputs;
  }

  /// Adds what the author of the step should know.
  void addWarnings(Site site, List<Action> actions) {
    List<String> unexpected = new ArrayList<>();
    for (String name : given.keySet()) {
      boolean known = manifest.runs() instanceof ActionRuns.Docker && OF_DOCKER.contains(name);
      if (!known && manifest.input(name).isEmpty()) {
        unexpected.add(name);
      }
    }
    List<String> warnings = new ArrayList<>();
    if (!unexpected.isEmpty()) {
      warnings.add(
          "Unexpected input(s) '"
              + String.join("', '", unexpected)
              + "', valid inputs are ['"
              + String.join("', '", manifest.inputs().keySet())
              + "']");
    }
    manifest
        .inputs()
        .forEach(
            (name, input) -> {
              if (isGiven(name) && input.deprecation() != null) {
                warnings.add(
                    "Input '"
                        + name
                        + "' has been deprecated with message: "
                        + input.deprecation());
              } else if (!isGiven(name) && input.required() && input.byDefault() == null) {
                warnings.add("Input '" + name + "' is required and was not given: it is empty");
              }
            });
    for (int i = 0; i < warnings.size(); i++) {
      site.remark(Annotation.Level.WARNING, "warning " + i, warnings.get(i), actions);
    }
  }

  private boolean isGiven(String name) {
    for (String known : given.keySet()) {
      if (known.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /// Returns inputs as a process sees them. Hyphens stay, as on GitHub.
  static Map<String, String> variables(Map<String, String> inputs) {
    Map<String, String> variables = new LinkedHashMap<>();
    inputs.forEach(
        (name, value) ->
            variables.put("INPUT_" + name.replace(' ', '_').toUpperCase(Locale.ROOT), value));
    return variables;
  }
}
