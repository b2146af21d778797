// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Something of the machine or the engine that a container gets as a folder or file.
///
/// @param kind what it is
/// @param source the name of a volume or the path on the machine, as written; empty if anonymous
/// @param real where the path leads, or nothing if nobody can say
/// @param target where it is in the container
/// @param modes how it is mounted
record Volume(Kind kind, String source, Optional<String> real, String target, List<String> modes) {

  enum Kind {
    ANONYMOUS,
    NAMED,
    BIND
  }

  private static final List<String> MODES =
      List.of(
          "ro",
          "rw",
          "z",
          "Z",
          "nocopy",
          "private",
          "rprivate",
          "shared",
          "rshared",
          "slave",
          "rslave",
          "consistent",
          "cached",
          "delegated");
  private static final List<String> PROPAGATIONS = List.of("shared", "rshared", "slave", "rslave");

  Volume {
    modes = List.copyOf(modes);
  }

  /// Reads `[SOURCE:]TARGET[:MODE,…]`.
  static Volume read(String text, Sources sources) throws Malformed {
    String[] parts = text.split(":", -1);
    if (parts.length > 3 || text.isEmpty()) {
      throw new Malformed(
          "`" + text + "` is not a volume",
          "write it as `/target`, `name:/target` or `/source:/target:ro`");
    }
    if (parts.length == 1) {
      return of("", parts[0], List.of(), sources);
    }
    return of(
        parts[0],
        parts[1],
        parts.length == 2 ? List.of() : List.of(parts[2].split(",", -1)),
        sources);
  }

  static Volume of(String source, String target, List<String> modes, Sources sources)
      throws Malformed {
    String place = Reading.path(target);
    if (place.equals("/")) {
      throw new Malformed("a container has its own `/`", "write another target");
    }
    for (String mode : modes) {
      if (!MODES.contains(mode)) {
        throw new Malformed(
            "`" + mode + "` is not a mode of a volume", "write `ro` or `rw`, or remove it");
      }
    }
    if (source.isEmpty()) {
      return new Volume(Kind.ANONYMOUS, "", Optional.empty(), place, modes);
    }
    if (source.startsWith("/")) {
      Optional<String> real =
          isClimbing(source) ? Optional.empty() : sources.real(Reading.path(source));
      if (real.orElse(source).indexOf(':') >= 0) {
        throw new Malformed("`" + source + "` leads to a path with `:`", "use another folder");
      }
      return new Volume(Kind.BIND, source, real, place, modes);
    }
    if (!isName(source)) {
      throw new Malformed(
          "`" + source + "` is neither an absolute path nor a name of a volume",
          "write `/path`, or a name of letters, digits, `_`, `.` and `-`");
    }
    return new Volume(Kind.NAMED, source, Optional.empty(), place, modes);
  }

  private static boolean isName(String text) {
    boolean good = text.length() > 1 && text.length() <= 255;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean plain = c < 128 && Character.isLetterOrDigit(c);
      good &= plain || (at > 0 && "_.-".indexOf(c) >= 0);
    }
    return good;
  }

  private static boolean isClimbing(String path) {
    return List.of(path.split("/")).contains("..");
  }

  boolean isClimbing() {
    return kind == Kind.BIND && isClimbing(source);
  }

  boolean isReadOnly() {
    return modes.contains("ro");
  }

  /// Returns whether mounts made inside would appear on the machine, or the other way round.
  boolean isPropagating() {
    return modes.stream().anyMatch(PROPAGATIONS::contains);
  }

  /// Returns where it is on the machine: where its path leads, if that is known.
  String path() {
    return real.orElse(source);
  }

  /// Returns it as the engine takes it, with links followed.
  String bind() {
    List<String> parts = new ArrayList<>(List.of(path(), target));
    if (!modes.isEmpty()) {
      parts.add(String.join(",", modes));
    }
    return String.join(":", parts);
  }
}
