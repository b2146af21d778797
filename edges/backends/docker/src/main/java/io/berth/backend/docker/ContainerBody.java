// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.agent.Agent;
import io.berth.expressions.Value;
import io.berth.kit.Marks;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the engine is told to make for a job.
///
/// @param image what it is made from
/// @param marks whose it is and when it ends
/// @param labels what else is to be found again
record ContainerBody(Image image, Marks marks, Map<String, String> labels) {

  /// Returns the body of the call that makes it.
  ///
  /// What the first process writes is for nobody's log: it is the line to the agent.
  Value json() throws IOException {
    Map<String, Value> body = new LinkedHashMap<>();
    body.put("Image", Value.of(image.id()));
    body.put("Entrypoint", JobContainer.texts(Agent.process(ContainerLayout.AGENT, fence())));
    body.put("Cmd", Value.array(List.of()));
    body.put("WorkingDir", Value.of("/"));
    body.put("AttachStdin", Value.of(true));
    body.put("AttachStdout", Value.of(true));
    body.put("OpenStdin", Value.of(true));
    body.put("StdinOnce", Value.of(true));
    body.put("Labels", texts(allLabels()));
    body.put("Healthcheck", Value.object(Map.of("Test", JobContainer.texts(List.of("NONE")))));
    Map<String, Value> host = new LinkedHashMap<>();
    host.put("LogConfig", Value.object(Map.of("Type", Value.of("none"))));
    host.put("Mounts", Value.array(List.of(workspace(), memory())));
    body.put("HostConfig", Value.object(host));
    return Value.object(body);
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
  private Value workspace() {
    return Value.object(
        Map.of(
            "Type", Value.of("volume"),
            "Target", Value.of(ContainerLayout.WORK),
            "VolumeOptions", Value.object(Map.of("Labels", texts(allLabels())))));
  }

  private static Value memory() {
    return Value.object(
        Map.of(
            "Type", Value.of("tmpfs"),
            "Target", Value.of(ContainerLayout.MEMORY),
            "TmpfsOptions", Value.object(Map.of("Mode", Value.of(01777)))));
  }

  private static Value texts(Map<String, String> texts) {
    Map<String, Value> values = new LinkedHashMap<>();
    texts.forEach((name, text) -> values.put(name, Value.of(text)));
    return Value.object(values);
  }
}
