// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.images;

import java.util.Optional;

/// A label and what serves it, as `-P ubuntu-latest=node:22` and `ubuntu-latest:docker://node:22`
/// write it.
///
/// @param label what jobs write under `runs-on`
/// @param backend `docker`, `host`, or another backend's name
/// @param argument what the backend gets, an image for `docker`; empty if nothing
public record PlatformMapping(String label, String backend, String argument) {

  private static final String HOST = "-self-hosted";

  /// Reads what follows `-P`: `LABEL=IMAGE`, or `LABEL=-self-hosted` for this machine.
  ///
  /// @return nothing if it is not of that form
  public static Optional<PlatformMapping> option(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      return Optional.empty();
    }
    String label = text.substring(0, equals);
    String value = text.substring(equals + 1);
    if (value.equals(HOST)) {
      return Optional.of(new PlatformMapping(label, "host", ""));
    }
    return image(label, value.startsWith("docker://") ? value.substring(9) : value);
  }

  /// Reads a label of a runner: `LABEL:docker://IMAGE`, `LABEL:docker:IMAGE`, `LABEL:host`, or
  /// `LABEL:BACKEND:TEXT`. One without anything is served by `docker` as the administrator says.
  ///
  /// @return nothing if it is not of that form
  public static Optional<PlatformMapping> label(String text) {
    int colon = text.indexOf(':');
    String label = colon < 0 ? text : text.substring(0, colon);
    if (label.isBlank()) {
      return Optional.empty();
    }
    if (colon < 0) {
      return Optional.of(new PlatformMapping(label, "docker", ""));
    }
    String rest = text.substring(colon + 1);
    int next = rest.indexOf(':');
    String backend = next < 0 ? rest : rest.substring(0, next);
    String argument = next < 0 ? "" : rest.substring(next + 1);
    String bare = argument.startsWith("//") ? argument.substring(2) : argument;
    if (backend.isEmpty()) {
      return Optional.empty();
    }
    return backend.equals("docker") && !bare.isEmpty()
        ? image(label, bare)
        : Optional.of(new PlatformMapping(label, backend, bare));
  }

  private static Optional<PlatformMapping> image(String label, String image) {
    return ImageName.read(image).map(_ -> new PlatformMapping(label, "docker", image));
  }
}
