// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.backend.docker.DockerBackendFactory;
import io.berth.backend.host.HostBackendFactory;
import io.berth.spi.BackendFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// The backends that come with Berth. One that is not asked for is not loaded.
final class BuiltInBackends {

  /// What stands before an image whose containers are environments.
  static final String IMAGE = "docker://";

  private BuiltInBackends() {}

  /// Returns what makes the factory of each, by its name.
  static Map<String, Supplier<BackendFactory>> of(Invocation invocation) {
    return of(invocation, HostBackendFactory::new);
  }

  /// Returns the same for runners in other processes, whose jobs outlive this one.
  static Map<String, Supplier<BackendFactory>> lasting(Invocation invocation) {
    return of(invocation, HostBackendFactory::lasting);
  }

  private static Map<String, Supplier<BackendFactory>> of(
      Invocation invocation, BiFunction<Path, Map<String, String>, BackendFactory> host) {
    return Map.of(
        "host", () -> host.apply(Folders.of(invocation).work(), invocation.env()),
        "docker", () -> new DockerBackendFactory(invocation.env(), null));
  }

  /// Returns what makes the backend of an image, or nothing if no image is named.
  static Optional<BackendFactory> ofImage(String id, Invocation invocation) {
    return id.startsWith(IMAGE)
        ? Optional.of(new DockerBackendFactory(invocation.env(), id.substring(IMAGE.length())))
        : Optional.empty();
  }
}
