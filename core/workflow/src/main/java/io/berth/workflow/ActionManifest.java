// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.model.SourceSpan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an action says of itself: `action.yml`, or the mere presence of a `Dockerfile`.
///
/// @param file the path as it is shown to users
/// @param name `name`, or an empty text if absent
/// @param description `description`, or an empty text if absent
/// @param inputs what it takes, by name as written, in the order of the file
/// @param outputs what it gives, by name as written, in the order of the file
/// @param runs what it runs
public record ActionManifest(
    String file,
    String name,
    String description,
    Map<String, Input> inputs,
    Map<String, Output> outputs,
    ActionRuns runs) {

  /// The files in which an action may describe itself, the first that is there wins.
  public static final List<String> FILES =
      List.of("action.yml", "action.yaml", "Dockerfile", "dockerfile");

  public ActionManifest {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /// Returns the manifest of an action that is a Dockerfile alone.
  ///
  /// @param file the Dockerfile, as it is shown to users
  /// @param name its name within the folder of the action
  public static ActionManifest ofDockerfile(String file, String name) {
    var image = new ActionRuns.Image.Built(name);
    var runs =
        new ActionRuns.Docker(image, null, null, null, null, null, new SourceSpan(file, 1, 1, 1));
    return new ActionManifest(file, "", "", Map.of(), Map.of(), runs);
  }

  /// Returns what is said of a folder that has none of [#FILES].
  public static String missing(String folder) {
    return "Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '"
        + folder
        + "'. Did you forget to run actions/checkout before running your local action?";
  }

  /// Returns the input of a name, whose case makes no difference.
  public Optional<Input> input(String wanted) {
    for (Map.Entry<String, Input> input : inputs.entrySet()) {
      if (input.getKey().equalsIgnoreCase(wanted)) {
        return Optional.of(input.getValue());
      }
    }
    return Optional.empty();
  }

  /// Something that an action takes.
  ///
  /// @param description `description`, or an empty text if absent
  /// @param required whether it has to be given; nobody enforces that
  /// @param byDefault `default`, or `null` if absent: an empty text
  /// @param deprecation what to tell those who give it, or `null` if it is not deprecated
  /// @param span where its name stands
  public record Input(
      String description,
      boolean required,
      @Nullable Template byDefault,
      @Nullable String deprecation,
      SourceSpan span) {}

  /// Something that an action gives.
  ///
  /// @param description `description`, or an empty text if absent
  /// @param value what a composite action computes it from, or `null` if it sets it itself
  /// @param span where its name stands
  public record Output(String description, @Nullable Template value, SourceSpan span) {}
}
