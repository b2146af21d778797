// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.store.RunStore;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where Berth keeps its files, by the rules of the XDG base directories.
///
/// @param state the runs: events and logs
/// @param work the workspaces of running jobs
record Folders(Path state, Path work) {

  static Folders of(Invocation invocation) {
    return new Folders(
        base(invocation, "XDG_STATE_HOME", ".local/state"),
        base(invocation, "XDG_CACHE_HOME", ".cache").resolve("work"));
  }

  /// Returns the runs that are kept.
  RunStore runs() {
    return RunStore.in(state.resolve("runs"));
  }

  /// A relative path in one of the variables is not valid and counts as none.
  private static Path base(Invocation invocation, String variable, String below) {
    @Nullable String value = invocation.variable(variable);
    if (value != null && value.startsWith("/")) {
      return Path.of(value, "berth");
    }
    String home = invocation.variable("HOME");
    return Path.of(home == null ? System.getProperty("user.home") : home, below, "berth");
  }
}
