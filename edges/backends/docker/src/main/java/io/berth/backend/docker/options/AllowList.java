// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.util.List;
import java.util.Locale;

/// Lists of patterns in which an administrator writes what jobs may ask for. In a pattern `?` is a
/// character and `*` any number of them, but no `/`; `**` is any number of characters.
public enum AllowList {
  /// Folders and files of the machine, by their real path, and named volumes. `:ro` at the end of a
  /// pattern allows reading only; what ends with `/**` allows the folder itself, too.
  VOLUMES("[\"cache-*\", \"/srv/data/**:ro\"]"),
  /// Drivers of volumes.
  VOLUME_DRIVERS("[nfs]"),
  /// Containers whose volumes may be shared.
  VOLUMES_FROM("[data]"),
  /// Devices of the machine, by their real path.
  DEVICES("[/dev/kvm]"),
  /// Capabilities, without `CAP_`.
  CAPABILITIES("[SYS_PTRACE]"),
  /// Security options.
  SECURITY_OPTIONS("[\"seccomp=unconfined\"]"),
  /// Kernel parameters.
  SYSCTLS("[net.core.somaxconn]"),
  /// Groups, by name or number.
  GROUPS("[video]"),
  /// Runtimes of the engine.
  RUNTIMES("[runsc]"),
  /// Modes of the user namespace.
  USERNS("[\"keep-id*\"]"),
  /// Addresses and ports of the machine, as `ADDRESS:PORT`, with port 0 for one that is free.
  PUBLISH("[\"0.0.0.0:80*\"]"),
  /// Drivers of the engine's logs.
  LOG_DRIVERS("[journald]"),
  /// Options of the engine's logs, by name.
  LOG_OPTIONS("[max-size]"),
  /// Annotations for the runtime, by name.
  ANNOTATIONS("[org.example.*]"),
  /// Platforms.
  PLATFORMS("[linux/amd64]");

  private final String example;

  AllowList(String example) {
    this.example = example;
  }

  /// Returns the name of the key in a configuration.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns what a person could write for it.
  public String example() {
    return example;
  }

  /// Returns the patterns that hold where none are written.
  List<String> usual() {
    return this == PLATFORMS ? List.of("**") : List.of();
  }
}
