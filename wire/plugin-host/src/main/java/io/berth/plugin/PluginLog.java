// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

/// Takes what is told of and by plugins that Berth runs. Called from several threads.
public interface PluginLog {

  /// Takes nothing.
  PluginLog NOWHERE = (plugin, level, text) -> {};

  /// How much a line matters.
  enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  /// Takes one line.
  ///
  /// @param plugin what the administrator calls it
  /// @param text as the plugin wrote it, not masked, at most 16 KiB, without its line break
  void line(String plugin, Level level, String text);
}
