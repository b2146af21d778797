// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.util.Map;

/// Where things are inside an environment, and what it is.
///
/// @param paths the folders that a job uses
/// @param os `Linux`, `Windows` or `macOS`, as the `runner.os` context says it
/// @param arch `X86`, `X64`, `ARM` or `ARM64`, as the `runner.arch` context says it
/// @param env the variables that every execution starts from, `PATH` and `HOME` among them
public record Layout(Paths paths, String os, String arch, Map<String, String> env) {

  public Layout {
    env = Map.copyOf(env);
  }

  /// The folders that a job uses, absolute in the environment's own style; all exist and can be
  /// written.
  ///
  /// @param workspace the folder of the repository, where steps start
  /// @param temp emptied before and after every job
  /// @param toolCache where installed tools are kept between jobs
  /// @param actions where the files of actions are put
  public record Paths(String workspace, String temp, String toolCache, String actions) {}
}
