// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.backend.docker.engine.Call;
import io.berth.backend.docker.engine.DockerEndpoint;
import io.berth.backend.docker.engine.Members;
import io.berth.expressions.Value;
import io.berth.kit.LiftedBackend;
import io.berth.model.BerthException;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.JobPlan;
import io.berth.spi.Owner;
import io.berth.spi.Setting;
import io.berth.spi.Setting.Section;
import io.berth.spi.Setting.Text;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What an engine makes of a label's policy.
class LabelPolicyIT {

  @Test
  void theContainerOfAJobIsWhatTheLabelSays() throws IOException, InterruptedException {
    Section label =
        new Section(
            Map.of(
                "options", new Text("--cap-drop MKNOD --tmpfs /scratch:size=1m -e GREETING=hi"),
                "limits", new Section(Map.of("memory", new Text("256m"), "pids", new Text("64")))));
    LiftedBackend backend = TestEngine.backend(LiftedBackend.Surroundings.usual());
    Environment environment = backend.create(request("policy-it", label));
    try (DockerEndpoint endpoint = TestEngine.endpoint()) {
      Value made = endpoint.json(Call.of("GET", "/containers/berth-policy-it/json"));

      assertThat(Members.number(made, "HostConfig", "Memory")).isEqualTo(256L << 20);
      assertThat(Members.number(made, "HostConfig", "PidsLimit")).isEqualTo(64);
      assertThat(Members.texts(made, "HostConfig", "CapDrop")).hasSize(1);
      assertThat(Members.named(made, "HostConfig", "Tmpfs")).containsEntry("/scratch", "size=1m");
      assertThat(environment.layout().env()).containsEntry("GREETING", "hi");
    } finally {
      environment.remove();
      backend.close();
    }
  }

  @Test
  void aLabelThatIsNotValidMakesNothing() {
    LiftedBackend backend = TestEngine.backend(LiftedBackend.Surroundings.usual());
    Section label = new Section(Map.of("options", new Text("-v /:/host --rm")));

    assertThatThrownBy(() -> backend.create(request("policy-it-2", label)))
        .isInstanceOf(BerthException.class)
        .hasMessageContaining("volumes.root")
        .hasMessageContaining("options.rm");
    backend.close();
  }

  private static EnvironmentRequest request(String id, Setting.Section label) {
    return new EnvironmentRequest(
        id,
        new Owner("policy-it", 1, Map.of()),
        label,
        JobPlan.commandsOnly("work"),
        EnvironmentRequest.DEFAULT_LEASE,
        null);
  }
}
