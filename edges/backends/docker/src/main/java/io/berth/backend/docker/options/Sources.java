// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The files of the machine that an engine runs on, which containers may be given.
public interface Sources {

  /// Returns where a path leads when every link in it is followed; what does not exist stays as it
  /// is written. Empty if nobody can say: the machine is another, a link leads nowhere, a folder
  /// may not be looked into.
  ///
  /// @param path absolute, without `..`
  Optional<String> real(String path);

  /// Returns the sockets of engines that there may be, real paths.
  List<String> sockets();

  /// Returns those of the machine that an engine at an address runs on.
  ///
  /// @param address as `DOCKER_HOST` writes it
  static Sources of(String address) {
    return address.startsWith("unix://") ? here(address.substring(7)) : elsewhere();
  }

  /// Returns those of an engine of another machine.
  static Sources elsewhere() {
    return new Sources() {
      @Override
      public Optional<String> real(String path) {
        return Optional.empty();
      }

      @Override
      public List<String> sockets() {
        return usualSockets();
      }
    };
  }

  /// Returns those of this machine.
  ///
  /// @param socket the one of the engine in use, empty if it has none
  static Sources here(String socket) {
    return new Sources() {
      @Override
      public Optional<String> real(String path) {
        return Optional.ofNullable(followed(Path.of(path))).map(Path::toString);
      }

      @Override
      public List<String> sockets() {
        List<String> all = new ArrayList<>(usualSockets());
        if (!socket.isEmpty()) {
          all.add(socket);
        }
        List<String> real = new ArrayList<>(all);
        all.forEach(one -> real(one).ifPresent(real::add));
        return List.copyOf(real);
      }
    };
  }

  private static @Nullable Path followed(Path path) {
    try {
      return path.toRealPath();
    } catch (NoSuchFileException e) {
      Path parent = path.getParent();
      if (parent == null || Files.isSymbolicLink(path)) {
        return null;
      }
      Path real = followed(parent);
      return real == null ? null : real.resolve(path.getFileName());
    } catch (IOException e) {
      return null;
    }
  }

  private static List<String> usualSockets() {
    return List.of(
        "/run/docker.sock",
        "/var/run/docker.sock",
        "/run/podman/podman.sock",
        "/run/containerd/containerd.sock",
        "/run/crio/crio.sock",
        "/run/cri-dockerd.sock",
        "/run/buildkit/buildkitd.sock");
  }
}
