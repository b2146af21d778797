// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.plugin.PluginConnect;
import io.berth.spi.Setting;

/// A backend of the configuration.
///
/// @param name as `--backend` names it
/// @param connect how its plugin is reached
/// @param settings what is passed on to the plugin
record ConfiguredBackend(String name, PluginConnect connect, Setting.Section settings) {}
