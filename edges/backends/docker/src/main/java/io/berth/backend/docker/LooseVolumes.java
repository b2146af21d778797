// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.backend.docker.engine.Call;
import io.berth.backend.docker.engine.DockerEndpoint;
import io.berth.backend.docker.engine.EngineException;
import io.berth.backend.docker.engine.Members;
import io.berth.expressions.Value;
import io.berth.kit.Marks;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/// Volumes of jobs whose containers somebody removed without them.
///
/// @param endpoint the engine
record LooseVolumes(DockerEndpoint endpoint) {

  /// Removes those whose lease was over before `now`.
  void sweep(Instant now) throws IOException {
    String query =
        DockerEndpoint.query(
            "/volumes",
            Map.of(
                "filters",
                "{\"dangling\":[\"true\"],\"label\":[\"" + ContainerBody.TRACKING + "\"]}"));
    for (Value volume : Members.items(endpoint.json(Call.of("GET", query)), "Volumes")) {
      boolean over =
          Marks.ofLabels(Members.named(volume, "Labels"))
              .map(marks -> marks.end().isBefore(now))
              .orElse(false);
      if (over) {
        remove(Members.text(volume, "Name"));
      }
    }
  }

  private void remove(String name) throws IOException {
    try {
      endpoint.json(Call.of("DELETE", "/volumes/" + name));
    } catch (EngineException e) {
      if (!e.isMissing() && !e.isConflict()) {
        throw e;
      }
    }
  }
}
