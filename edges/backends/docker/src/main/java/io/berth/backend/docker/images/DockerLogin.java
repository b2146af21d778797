// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.images;

import io.berth.backend.docker.engine.Members;
import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
import io.berth.spi.RegistryCredential;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What `docker login` left on this machine: credentials in its configuration file, or programs
/// that keep them.
///
/// @param folder of the configuration file
/// @param variables that those programs are started with
public record DockerLogin(Path folder, Map<String, String> variables) {

  private static final String HUB_KEY = "https://index.docker.io/v1/";
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MOST = 1 << 20;

  /// Returns the one of the user that Berth runs as.
  ///
  /// @param variables the environment of Berth
  public static DockerLogin of(Map<String, String> variables) {
    String folder = variables.get("DOCKER_CONFIG");
    return new DockerLogin(
        folder == null || folder.isEmpty()
            ? Path.of(variables.getOrDefault("HOME", "/"), ".docker")
            : Path.of(folder),
        variables);
  }

  /// Returns what opens a registry, or nothing if nobody logged in to it.
  ///
  /// @throws IOException if it is kept somewhere and cannot be had
  public Optional<RegistryCredential> credential(String registry)
      throws IOException, InterruptedException {
    Path file = folder.resolve("config.json");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > MOST) {
      throw new IOException(file + " has more than " + MOST + " bytes");
    }
    Value config = json(Files.readString(file), file.toString());
    for (String key : keys(registry)) {
      String helper = Members.text(config, "credHelpers", key);
      String program = helper.isEmpty() ? Members.text(config, "credsStore") : helper;
      Optional<RegistryCredential> found =
          program.isEmpty() ? Optional.empty() : kept(program, key, registry);
      if (found.isEmpty()) {
        found = written(Members.text(config, "auths", key, "auth"), registry);
      }
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static List<String> keys(String registry) {
    return registry.equals(ImageName.HUB) || registry.isEmpty()
        ? List.of(HUB_KEY, "index.docker.io", ImageName.HUB)
        : List.of(registry, "https://" + registry, "https://" + registry + "/");
  }

  private static Optional<RegistryCredential> written(String auth, String registry)
      throws IOException {
    if (auth.isEmpty()) {
      return Optional.empty();
    }
    try {
      String pair = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon > 0) {
        return Optional.of(
            credential(registry, pair.substring(0, colon), pair.substring(colon + 1)));
      }
    } catch (IllegalArgumentException e) {
      // Said below, without what it is.
    }
    throw new IOException("what docker login wrote for `" + registry + "` cannot be read");
  }

  private static RegistryCredential credential(String registry, String user, String password) {
    return new RegistryCredential(registry.equals(ImageName.HUB) ? "" : registry, user, password);
  }

  private Optional<RegistryCredential> kept(String name, String key, String registry)
      throws IOException, InterruptedException {
    if (!name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_')) {
      throw new IOException("`" + name + "` is not the name of a keeper of credentials");
    }
    String program = "docker-credential-" + name;
    var builder = new ProcessBuilder(found(program), "get");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    try {
      try (var input = process.getOutputStream()) {
        input.write(key.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It ended without reading; its status tells why.
      }
      Thread.ofVirtual().name("limit-" + program).start(() -> endAfterLimit(process));
      String answer;
      try (InputStream output = process.getInputStream()) {
        answer = new String(output.readNBytes(MOST), StandardCharsets.UTF_8);
      }
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException(program + " does not answer");
      }
      if (process.exitValue() != 0) {
        if (answer.contains("credentials not found")) {
          return Optional.empty();
        }
        throw new IOException(program + " ended with status " + process.exitValue());
      }
      Value got = json(answer, program);
      String user = Members.text(got, "Username");
      if (user.equals("<token>")) {
        throw new IOException(program + " keeps a token without a user, which is not served");
      }
      return Optional.of(credential(registry, user, Members.text(got, "Secret")));
    } finally {
      process.destroyForcibly();
    }
  }

  private String found(String program) throws IOException {
    for (String place : variables.getOrDefault("PATH", "").split(":", -1)) {
      if (place.startsWith("/") && Files.isExecutable(Path.of(place, program))) {
        return place + "/" + program;
      }
    }
    throw new IOException("there is no `" + program + "` in PATH, which docker login names");
  }

  private static void endAfterLimit(Process process) {
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Value json(String text, String from) throws IOException {
    try {
      return Json.parse(text);
    } catch (JsonException e) {
      throw new IOException("what " + from + " says is not JSON");
    }
  }
}
