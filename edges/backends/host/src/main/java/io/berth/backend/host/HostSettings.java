// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the host's configuration says.
///
/// @param workFolder where environments are made
/// @param lasting whether jobs outlive the process that began them
/// @param longestLease how long an environment lives at most without being renewed
record HostSettings(Path workFolder, boolean lasting, Duration longestLease) {

  private static final Duration LONGEST = Duration.ofDays(365);
  private static final Duration SHORTEST = Duration.ofSeconds(3);

  HostSettings {
    workFolder = workFolder.toAbsolutePath().normalize();
  }

  static HostSettings of(Path workFolder) {
    return new HostSettings(workFolder, false, LONGEST);
  }

  HostSettings withLasting(boolean changed) {
    return new HostSettings(workFolder, changed, longestLease);
  }

  /// Returns what a configuration says, and these where it says nothing.
  ///
  /// @throws BerthException with all that is wrong in it
  HostSettings with(Setting.Section configuration) {
    List<BerthError> errors = new ArrayList<>();
    HostSettings read = this;
    for (Map.Entry<String, Setting> entry : configuration.entries().entrySet()) {
      read = read.with(entry.getKey(), entry.getValue(), errors);
    }
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
    return read;
  }

  private HostSettings with(String key, Setting value, List<BerthError> errors) {
    String text = value instanceof Setting.Text(String written) ? written : "";
    switch (key) {
      case "work-folder" -> {
        if (text.startsWith("/")) {
          return new HostSettings(Path.of(text), lasting, longestLease);
        }
        errors.add(error("`work-folder` is not an absolute path", "write it as `/path`"));
      }
      case "recovery" -> {
        if (text.equals("none") || text.equals("exec")) {
          return withLasting(text.equals("exec"));
        }
        errors.add(error("`recovery` is neither `none` nor `exec`", "write one of the two"));
      }
      case "longest-lease" -> {
        Duration lease = new Setting.Text(text).duration().orElse(Duration.ZERO);
        // A shorter one could not be renewed in time.
        if (lease.compareTo(SHORTEST) >= 0) {
          return new HostSettings(workFolder, lasting, lease);
        }
        errors.add(
            error("`longest-lease` is no time of 3 seconds or more", "write it as `90s` or `5m`"));
      }
      default -> errors.add(error("`" + key + "` is not a key of backend `host`", "remove it"));
    }
    return this;
  }

  private static BerthError error(String problem, String remedy) {
    return BerthError.of(ErrorCode.CONFIGURATION_INVALID, problem, remedy);
  }
}
