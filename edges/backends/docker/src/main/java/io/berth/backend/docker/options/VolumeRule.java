// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import io.berth.backend.docker.options.Objection.Weight;
import java.util.ArrayList;
import java.util.List;

/// Who may have which volume. Paths are compared after every link in them was followed, with
/// patterns in whose fixed part every link was followed, too.
final class VolumeRule {

  private static final String PREFIX = "berth-";
  private static final List<String> SOCKET_NAMES =
      List.of(
          "docker.sock",
          "podman.sock",
          "containerd.sock",
          "crio.sock",
          "cri-dockerd.sock",
          "buildkitd.sock",
          "docker-containerd.sock");

  private final Sources sources;

  VolumeRule(Sources sources) {
    this.sources = sources;
  }

  List<Objection> judge(Volume volume, Rule.Asked asked) {
    return switch (volume.kind()) {
      case ANONYMOUS -> List.of();
      case NAMED -> named(volume.source(), asked.policy());
      case BIND -> bind(volume, asked.policy());
    };
  }

  private static List<Objection> named(String name, Policy policy) {
    if (name.startsWith(PREFIX)) {
      return one(
          Weight.ALWAYS,
          "volumes.reserved",
          "names that begin with `" + PREFIX + "` are for Berth's own volumes",
          "use another name");
    }
    if (Pattern.matchesAny(policy.allowed(AllowList.VOLUMES), name)) {
      return List.of();
    }
    return one(
        Weight.POLICY,
        "volumes.listed",
        "volume `" + name + "` outlives the job, and the label does not allow it",
        "use `/target` alone for a volume of this job, or list `"
            + name
            + "` under `volumes` of the label");
  }

  private List<Objection> bind(Volume volume, Policy policy) {
    String path = volume.path();
    String said =
        path.equals(volume.source())
            ? "`" + path + "`"
            : "`" + volume.source() + "` (`" + path + "`)";
    if (volume.isClimbing()) {
      return one(
          Weight.ALWAYS,
          "volumes.path",
          said + " climbs with `..`",
          "write the path that it leads to");
    }
    if (path.equals("/") && !(policy.dockerSocket() && listed(path, volume, policy))) {
      return one(
          policy.dockerSocket() ? Weight.POLICY : Weight.ALWAYS,
          "volumes.root",
          said + " is the whole machine",
          "mount less; only `profile: trusted` together with `docker_socket: true` on the label"
              + " allows it");
    }
    if (isSocket(path)) {
      return policy.dockerSocket() ? List.of() : socket(said + " is the socket of an engine");
    }
    String inside = socketInside(path);
    if (!inside.isEmpty() && !policy.dockerSocket()) {
      return socket(said + " holds the socket of an engine, `" + inside + "`");
    }
    if (volume.real().isEmpty()) {
      return one(
          Weight.POLICY,
          "volumes.path",
          "nobody can say where " + said + " leads on the machine of the engine",
          "use a named volume, or set `profile: trusted` on the label");
    }
    if (!listed(path, volume, policy)) {
      return one(
          Weight.POLICY,
          "volumes.listed",
          said + " is on the machine, and the label does not allow it" + readOnly(path, policy),
          "remove it, or list `" + path + "` under `volumes` of the label");
    }
    return volume.isPropagating() ? propagating(said) : List.of();
  }

  private static List<Objection> propagating(String said) {
    return one(
        Weight.POLICY,
        "volumes.propagation",
        "mounts below " + said + " would pass between the machine and the container",
        "remove the mode, or set `profile: trusted` on the label");
  }

  private static List<Objection> socket(String problem) {
    return one(
        Weight.ALWAYS,
        "volumes.engine-socket",
        problem + ": who has it has the machine",
        "remove it; only `docker_socket: true` on the label allows it");
  }

  private static List<Objection> one(Weight weight, String rule, String problem, String remedy) {
    return List.of(new Objection(weight, rule, problem, remedy));
  }

  private String readOnly(String path, Policy policy) {
    return matches(path, patterns(policy, true)) ? " to be written" : "";
  }

  private boolean listed(String path, Volume volume, Policy policy) {
    return matches(path, patterns(policy, false))
        || (volume.isReadOnly() && matches(path, patterns(policy, true)));
  }

  private static List<String> patterns(Policy policy, boolean readOnly) {
    List<String> patterns = new ArrayList<>();
    for (String pattern : policy.allowed(AllowList.VOLUMES)) {
      if (pattern.startsWith("/") && pattern.endsWith(":ro") == readOnly) {
        patterns.add(readOnly ? pattern.substring(0, pattern.length() - 3) : pattern);
      }
    }
    return patterns;
  }

  private boolean matches(String path, List<String> patterns) {
    for (String pattern : patterns) {
      String fixed = Pattern.fixedPart(pattern);
      String real = fixed.isEmpty() ? "" : sources.real(fixed).orElse(fixed);
      String followed = (real.equals("/") ? "" : real) + pattern.substring(fixed.length());
      if (Pattern.matches(pattern.equals("/") ? pattern : followed, path)) {
        return true;
      }
    }
    return false;
  }

  private boolean isSocket(String path) {
    return sources.sockets().contains(path)
        || SOCKET_NAMES.contains(path.substring(path.lastIndexOf('/') + 1));
  }

  private String socketInside(String path) {
    String folder = path.equals("/") ? "/" : path + "/";
    for (String socket : sources.sockets()) {
      if (socket.startsWith(folder)) {
        return socket;
      }
    }
    return "/run/user/".startsWith(folder)
            || (path.startsWith("/run/user/") && isRuntimeFolder(path))
        ? path + " of rootless engines"
        : "";
  }

  private static boolean isRuntimeFolder(String path) {
    int last = path.lastIndexOf('/');
    return path.substring(0, last).equals("/run/user") || path.endsWith("/podman");
  }
}
