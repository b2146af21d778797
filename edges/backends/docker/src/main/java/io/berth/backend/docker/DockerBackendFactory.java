// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.backend.docker.engine.DockerEndpoint;
import io.berth.backend.docker.engine.EngineSearch;
import io.berth.backend.docker.images.DockerLogin;
import io.berth.backend.docker.options.ContainerOptions;
import io.berth.backend.docker.options.Keys;
import io.berth.backend.docker.options.PolicyReader;
import io.berth.backend.docker.options.Sources;
import io.berth.kit.LiftedBackend;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Backend;
import io.berth.spi.BackendFactory;
import io.berth.spi.Setting;
import io.berth.spi.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the backend of an engine of Docker or Podman. Its settings are `host`, the address of the
/// engine, `image`, what the environments of labels are made from that name no image, and the
/// policy of labels that say nothing else.
public final class DockerBackendFactory implements BackendFactory {

  /// The name of this kind.
  public static final String ID = "docker";

  private static final String HOST = "host";

  private final Map<String, String> variables;
  private final @Nullable String image;

  /// @param variables the environment of Berth, by which the engine is found
  /// @param image as the setting, for when that is not given, or `null`
  public DockerBackendFactory(Map<String, String> variables, @Nullable String image) {
    this.variables = Map.copyOf(variables);
    this.image = image;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Backend create(Setting.Section configuration) {
    List<BerthError> errors = new ArrayList<>();
    String host = null;
    String usual = image;
    for (Map.Entry<String, Setting> entry : configuration.entries().entrySet()) {
      String key = entry.getKey();
      if (PolicyReader.names().contains(key)) {
        continue;
      }
      if (!key.equals(HOST) && !key.equals(DockerLabels.IMAGE)) {
        errors.add(error("`" + key + "` is not a key of backend `docker`", "remove it"));
      } else if (!(entry.getValue() instanceof Setting.Text(var text))) {
        errors.add(error("`" + key + "` is no text", "write `" + key + ": TEXT`"));
      } else if (key.equals(HOST)) {
        host = text;
      } else {
        usual = text;
      }
    }
    String wrong = usual == null ? null : DockerLabels.wrong(usual);
    if (wrong != null) {
      errors.add(error("`image` " + wrong, "write `image: NAME`"));
    }
    Setting.Section policy = PolicyReader.merged(Setting.Section.EMPTY, configuration);
    List<Violation> violations = new ArrayList<>();
    PolicyReader.read(
        new Keys(policy, violations), new ContainerOptions(Sources.elsewhere()), violations);
    for (Violation one : violations) {
      errors.add(error("`" + one.path() + "`: " + one.problem(), String.valueOf(one.remedy())));
    }
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
    DockerEndpoint endpoint = new EngineSearch(variables).find(host);
    var options = new ContainerOptions(Sources.of(endpoint.name()));
    LiftedBackend.Surroundings surroundings = LiftedBackend.Surroundings.usual();
    return new LiftedBackend(
        new DockerPlaces(
            endpoint,
            new DockerLabels(usual, policy, options),
            new PulledImages(endpoint, DockerLogin.of(variables)),
            surroundings.clock()),
        surroundings);
  }

  private static BerthError error(String problem, String remedy) {
    return BerthError.of(ErrorCode.CONFIGURATION_INVALID, problem, remedy);
  }
}
