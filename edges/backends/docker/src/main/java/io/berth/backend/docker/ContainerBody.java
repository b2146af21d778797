// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.agent.Agent;
import io.berth.expressions.Value;
import io.berth.kit.Marks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the engine is told to make for a job.
///
/// @param image what it is made from
/// @param marks whose it is and when it ends
/// @param labels what else is to be found again
/// @param asked what the label's policy and options come to
record ContainerBody(
    Image image, Marks marks, Map<String, String> labels, Map<String, Object> asked) {

  /// The label that holds the name of the folder of the repository.
  static final String NAME = "berth.name";

  /// The label that holds the value that all processes are started with; all that is made has it.
  static final String TRACKING = "berth.tracking";

  /// Returns the body of the call that makes it.
  ///
  /// What the first process writes is for nobody's log: it is the line to the agent.
  Value json() throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("WorkingDir", "/");
    body.put("Healthcheck", Map.of("Test", List.of("NONE")));
    body.putAll(asked);
    body.put("Image", image.id());
    body.put("Entrypoint", Agent.process(ContainerLayout.AGENT, fence()));
    body.put("Cmd", List.of());
    body.put("AttachStdin", true);
    body.put("AttachStdout", true);
    body.put("OpenStdin", true);
    body.put("StdinOnce", true);
    Map<String, Object> labels = new LinkedHashMap<>(members(asked.get("Labels")));
    labels.putAll(allLabels());
    body.put("Labels", labels);
    Map<String, Object> host = new LinkedHashMap<>(members(asked.get("HostConfig")));
    host.put("LogConfig", Map.of("Type", "none"));
    List<Object> mounts = new ArrayList<>(List.of(workspace(), memory()));
    if (host.get("Mounts") instanceof List<?> more) {
      mounts.addAll(more);
    }
    host.put("Mounts", mounts);
    body.put("HostConfig", host);
    return value(body);
  }

  private static Map<String, Object> members(@Nullable Object object) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (object instanceof Map<?, ?> map) {
      map.forEach((name, member) -> members.put(name.toString(), member));
    }
    return members;
  }

  /// Returns objects, lists, strings, numbers and truth values as JSON.
  private static Value value(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        Map<String, Value> members = new LinkedHashMap<>();
        map.forEach((name, member) -> members.put(name.toString(), value(member)));
        yield Value.object(members);
      }
      case List<?> list -> {
        List<Value> items = new ArrayList<>();
        list.forEach(item -> items.add(value(item)));
        yield Value.array(items);
      }
      case Boolean truth -> Value.of(truth);
      case Number number -> Value.of(number.doubleValue());
      default -> Value.of(tree.toString());
    };
  }

  private long fence() {
    return marks.owner().fence();
  }

  private Map<String, String> allLabels() {
    Map<String, String> all = new LinkedHashMap<>(marks.toLabels());
    all.putAll(labels);
    return all;
  }

  /// A volume without a name goes with its container; its labels tell whose it is if it is left.
  private Map<String, Object> workspace() {
    return Map.of(
        "Type",
        "volume",
        "Target",
        ContainerLayout.WORK,
        "VolumeOptions",
        Map.of("Labels", allLabels()));
  }

  private static Map<String, Object> memory() {
    return Map.of(
        "Type", "tmpfs", "Target", ContainerLayout.MEMORY, "TmpfsOptions", Map.of("Mode", 01777));
  }
}
