// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.backend.docker.engine.Answer;
import io.berth.backend.docker.engine.Call;
import io.berth.backend.docker.engine.DockerEndpoint;
import io.berth.backend.docker.engine.EngineException;
import io.berth.backend.docker.engine.Members;
import io.berth.backend.docker.images.DockerLogin;
import io.berth.backend.docker.images.ImageName;
import io.berth.backend.docker.images.PullFailure;
import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
import io.berth.model.BerthException;
import io.berth.spi.RegistryCredential;
import io.berth.spi.SetupLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Images that are taken from their registries when the engine does not have them.
///
/// @param endpoint the engine
/// @param login what opens registries for which nobody gave anything
record PulledImages(DockerEndpoint endpoint, DockerLogin login) implements Images {

  /// A registry may be silent for a while between two layers.
  private static final Duration SILENCE = Duration.ofMinutes(10);

  @Override
  public Image present(String name, @Nullable RegistryCredential credential)
      throws IOException, InterruptedException {
    try {
      return inspect(name);
    } catch (EngineException e) {
      if (!e.isMissing()) {
        throw e;
      }
    }
    SetupLog.tell("image " + name + " is not there: pulling it");
    pullAtLast(name, credential == null ? login(name) : credential);
    Image image = inspect(name);
    SetupLog.tell("image " + name + " is there: " + image.id());
    return image;
  }

  private @Nullable RegistryCredential login(String name) throws IOException, InterruptedException {
    Optional<ImageName> image = ImageName.read(name);
    return image.isEmpty() ? null : login.credential(image.get().registry()).orElse(null);
  }

  private Image inspect(String name) throws IOException {
    return Image.of(endpoint.json(Call.of("GET", "/images/" + name + "/json")));
  }

  /// Pulls, and again after a while where that may help.
  private void pullAtLast(String name, @Nullable RegistryCredential credential)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        pull(name, credential);
        return;
      } catch (NotPulled e) {
        PullFailure failure = PullFailure.of(e.said());
        Optional<Duration> wait = failure.again(attempt, e.said());
        if (wait.isEmpty()) {
          throw new BerthException(failure.error(name, e.said()), e);
        }
        SetupLog.tell(
            "image " + name + ": " + e.said() + "; again in " + wait.get().toMillis() + " ms");
        Thread.sleep(wait.get());
      }
    }
  }

  /// The engine or the registry says no.
  private static final class NotPulled extends IOException {

    private static final long serialVersionUID = 1L;

    NotPulled(String said) {
      super(said);
    }

    String said() {
      return String.valueOf(getMessage());
    }
  }

  private void pull(String name, @Nullable RegistryCredential credential)
      throws IOException, InterruptedException {
    Map<String, String> query = new LinkedHashMap<>();
    int slash = name.lastIndexOf('/');
    int colon = name.indexOf(':', slash + 1);
    boolean digest = name.contains("@");
    query.put("fromImage", digest || colon < 0 ? name : name.substring(0, colon));
    if (!digest) {
      query.put("tag", colon < 0 ? "latest" : name.substring(colon + 1));
    }
    Call call = Call.of("POST", DockerEndpoint.query("/images/create", query)).waiting(SILENCE);
    if (credential != null) {
      call = call.with("X-Registry-Auth", header(credential));
    }
    try (Answer answer = endpoint.open(call);
        var lines =
            new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        progress(line);
      }
    } catch (EngineException e) {
      var refused = new NotPulled(String.valueOf(e.getMessage()));
      refused.initCause(e);
      throw refused;
    }
  }

  /// Tells what is worth a line; how far each layer is, is not.
  private static void progress(String line) throws IOException {
    Value event;
    try {
      event = Json.parse(line);
    } catch (JsonException e) {
      return;
    }
    String error = Members.text(event, "error");
    if (!error.isEmpty()) {
      throw new NotPulled(error);
    }
    String status = Members.text(event, "status");
    if (status.equals("Pull complete") || status.startsWith("Digest:")) {
      String layer = Members.text(event, "id");
      SetupLog.tell(layer.isEmpty() ? status : layer + ": " + status);
    }
  }

  private static String header(RegistryCredential credential) {
    Value json =
        Value.object(
            Map.of(
                "username", Value.of(credential.user()),
                "password", Value.of(credential.password()),
                "serveraddress", Value.of(credential.server())));
    return Base64.getUrlEncoder().encodeToString(Json.print(json).getBytes(StandardCharsets.UTF_8));
  }
}
