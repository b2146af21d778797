// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.spi.Capabilities;
import java.util.List;

/// What a plugin says of itself. Its texts are its own: whoever shows them cleans them.
///
/// @param identity who it is
/// @param condition how it is
/// @param capabilities of its environments, with the configuration that it was given
/// @param schemas of what it is told
public record PluginFacts(
    Identity identity, Condition condition, Capabilities capabilities, Schemas schemas) {

  /// Who a plugin is.
  ///
  /// @param version of its software, empty if it does not say
  /// @param instance changes with every start, empty if it does not say
  /// @param protocol what is spoken with it, with the version
  /// @param features what else it understands
  public record Identity(
      String name, String version, String instance, String protocol, List<String> features) {

    public Identity {
      features = List.copyOf(features);
    }
  }

  /// How a plugin is.
  ///
  /// @param problem why, empty when all is well
  public record Condition(State state, String problem) {

    static final Condition READY = new Condition(State.READY, "");
  }

  /// Whether work can be placed.
  public enum State {
    /// It can.
    READY,
    /// It can, yet something is wrong.
    DEGRADED,
    /// It cannot.
    UNAVAILABLE,
    /// Not any more; what runs goes on.
    DRAINING
  }

  /// JSON Schemas, empty where there is none.
  ///
  /// @param configuration of its section
  /// @param label of a label
  public record Schemas(String configuration, String label) {}
}
