// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.spi.Backend;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.Setting;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The backend that is tried, and the ways to it.
///
/// @param name what it is called in the report
/// @param backend as a runner has it
/// @param runner the runner that `backend` acts for
/// @param configuration what `backend` was configured with
/// @param label the label that environments are made under
/// @param other makes the same backend for another runner
/// @param wire the address, or `null` in process
/// @param command what starts the plugin, or `null` if it was running
/// @param restart starts the plugin anew at the same address, or `null` if nothing can
public record Subject(
    String name,
    Backend backend,
    String runner,
    Setting.Section configuration,
    LabelConfiguration.Form label,
    Function<String, Backend> other,
    @Nullable Wire wire,
    @Nullable List<String> command,
    @Nullable Restart restart) {

  /// Returns a backend of this process.
  public static Subject inProcess(
      String name, Backend backend, String runner, LabelConfiguration.Form label) {
    return new Subject(
        name, backend, runner, Setting.Section.EMPTY, label, any -> backend, null, null, null);
  }

  /// Returns a backend of this process that can be started anew.
  ///
  /// @param maker makes one that knows nothing but what is on the platform
  public static Subject inProcess(
      String name, Supplier<Backend> maker, String runner, LabelConfiguration.Form label) {
    var backend = new Replaceable(maker);
    return new Subject(
        name,
        backend,
        runner,
        Setting.Section.EMPTY,
        label,
        any -> backend,
        null,
        null,
        backend::replace);
  }

  /// Returns another runner, who must not reach what is this one's.
  String stranger() {
    return runner + "-stranger";
  }

  /// Ends a backend that [#other] made.
  void close(Backend made) {
    if (!made.equals(backend)) {
      made.close();
    }
  }
}
