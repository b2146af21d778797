// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.backend.docker.engine.Answer;
import io.berth.backend.docker.engine.Call;
import io.berth.backend.docker.engine.DockerEndpoint;
import io.berth.backend.docker.engine.EngineException;
import io.berth.backend.docker.engine.Members;
import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
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
import org.jspecify.annotations.Nullable;

/// Images that are taken from their registries when the engine does not have them.
///
/// @param endpoint the engine
record PulledImages(DockerEndpoint endpoint) implements Images {

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
    pull(name, credential);
    Image image = inspect(name);
    SetupLog.tell("image " + name + " is there: " + image.id());
    return image;
  }

  private Image inspect(String name) throws IOException {
    return Image.of(endpoint.json(Call.of("GET", "/images/" + name + "/json")));
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
        progress(name, line);
      }
    } catch (EngineException e) {
      throw new IOException("image `" + name + "` cannot be pulled: " + e.getMessage(), e);
    }
  }

  /// Tells what is worth a line; how far each layer is, is not.
  private static void progress(String name, String line) throws IOException {
    Value event;
    try {
      event = Json.parse(line);
    } catch (JsonException e) {
      return;
    }
    String error = Members.text(event, "error");
    if (!error.isEmpty()) {
      throw new IOException("image `" + name + "` cannot be pulled: " + error);
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
