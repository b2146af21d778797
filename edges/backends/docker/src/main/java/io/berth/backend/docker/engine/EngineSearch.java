// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the engine of whoever runs Berth, in the order in which the tools of Docker and Podman do.
/// One that was named is used or is an error; no other takes its place.
public final class EngineSearch {

  private final Map<String, String> variables;
  private final Path system;

  /// One place to look.
  ///
  /// @param source what names it
  /// @param address where it is
  public record Place(String source, EngineAddress address) {}

  /// @param variables the environment of Berth
  public EngineSearch(Map<String, String> variables) {
    this(variables, Path.of("/"));
  }

  /// @param system the folder that stands for the root of this machine
  EngineSearch(Map<String, String> variables, Path system) {
    this.variables = variables;
    this.system = system;
  }

  /// Returns the first engine that answers.
  ///
  /// @param named what the configuration says, or `null`
  /// @throws BerthException B3001 with all that was tried, B2002 if what was named is no address
  public DockerEndpoint find(@Nullable String named) {
    List<Place> places = places(named);
    List<String> tried = new ArrayList<>();
    for (Place place : places) {
      var endpoint = DockerEndpoint.at(place.address());
      try {
        endpoint.api();
        return endpoint;
      } catch (IOException e) {
        tried.add(place.address() + ": " + DockerEndpoint.reason(e));
      } catch (BerthException e) {
        if (places.size() == 1) {
          throw e;
        }
        tried.add(
            e.getCause() instanceof IOException why
                ? place.address() + ": " + DockerEndpoint.reason(why)
                : place.address() + ": " + e.errors().getFirst().problem());
      }
      endpoint.close();
    }
    throw new BerthException(
        BerthError.of(
            ErrorCode.BACKEND_UNAVAILABLE,
            "no engine of Docker or Podman answers; tried " + String.join("; ", tried),
            "start one, name one in DOCKER_HOST, or run jobs on this machine: --backend host"));
  }

  /// Returns where to look, in order.
  public List<Place> places(@Nullable String named) {
    if (named != null) {
      return List.of(place("the configuration", named, certificates()));
    }
    String host = variables.getOrDefault("DOCKER_HOST", "");
    if (!host.isEmpty()) {
      return List.of(place("DOCKER_HOST", host, certificates()));
    }
    Place context = context();
    if (context != null) {
      return List.of(context);
    }
    List<Place> places = new ArrayList<>();
    String runtime = variables.getOrDefault("XDG_RUNTIME_DIR", "");
    if (runtime.startsWith("/")) {
      socket(places, "XDG_RUNTIME_DIR", Path.of(runtime, "docker.sock"));
      socket(places, "XDG_RUNTIME_DIR", Path.of(runtime, "podman/podman.sock"));
    }
    socket(places, "the usual place", system.resolve("var/run/docker.sock"));
    socket(places, "the usual place", system.resolve("run/podman/podman.sock"));
    return places;
  }

  private static void socket(List<Place> places, String source, Path socket) {
    places.add(new Place(source, new EngineAddress.Unix(socket)));
  }

  private @Nullable Path certificates() {
    if (variables.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty()) {
      return null;
    }
    String folder = variables.getOrDefault("DOCKER_CERT_PATH", "");
    return folder.isEmpty() ? settings() : Path.of(folder);
  }

  private Path settings() {
    String folder = variables.getOrDefault("DOCKER_CONFIG", "");
    return folder.isEmpty()
        ? Path.of(variables.getOrDefault("HOME", "/"), ".docker")
        : Path.of(folder);
  }

  private static Place place(String source, String text, @Nullable Path certificates) {
    try {
      return new Place(source, EngineAddress.parse(text, certificates));
    } catch (IllegalArgumentException e) {
      throw invalid(source + " names no engine: " + e.getMessage(), e);
    }
  }

  private static BerthException invalid(String problem, Exception cause) {
    return new BerthException(
        List.of(
            BerthError.of(
                ErrorCode.CONFIGURATION_INVALID,
                problem,
                "write `unix:///path`, `tcp://host:port` or `ssh://user@host`")),
        cause);
  }

  /// Returns what `docker context use` chose, or `null`.
  private @Nullable Place context() {
    String name = variables.getOrDefault("DOCKER_CONTEXT", "");
    if (name.isEmpty()) {
      name = Members.text(file(settings().resolve("config.json")), "currentContext");
    }
    if (name.isEmpty() || name.equals("default")) {
      return null;
    }
    String source = "the context `" + name + "` of Docker";
    String folder = sha256(name);
    Path about = settings().resolve("contexts/meta").resolve(folder).resolve("meta.json");
    String host = Members.text(file(about), "Endpoints", "docker", "Host");
    if (host.isEmpty()) {
      throw invalid(
          source + " is chosen, and `" + about + "` names no host",
          new IllegalArgumentException(name));
    }
    Path certificates = settings().resolve("contexts/tls").resolve(folder).resolve("docker");
    return place(source, host, Files.isDirectory(certificates) ? certificates : null);
  }

  private static Value file(Path file) {
    try {
      return Files.isRegularFile(file) ? Json.parse(Files.readString(file)) : Value.NULL;
    } catch (IOException | JsonException e) {
      throw invalid("`" + file + "` cannot be read: " + e.getMessage(), e);
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
