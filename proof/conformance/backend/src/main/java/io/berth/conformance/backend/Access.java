// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.plugin.PluginAddress;
import io.berth.plugin.PluginConnect;
import io.berth.plugin.PluginConnect.Protocol;
import io.berth.sdk.tls.Pem;
import io.berth.sdk.tls.RunnerNames;
import io.berth.spi.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the plugin is reached that is tried.
///
/// @param connect an address or a command
/// @param protocol what it speaks
/// @param tokenFile holds what the plugin wants to see, or `null`
/// @param certificates for `tls://`, else `null`
/// @param variables names of those that a command is given besides the usual ones
record Access(
    String connect,
    Protocol protocol,
    @Nullable Path tokenFile,
    PluginConnect.@Nullable Certificates certificates,
    List<String> variables) {

  /// A runner waits longer; here, a plugin that is away is a promise that is not kept.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Returns where the plugin is, or `null` if it is started by a command.
  ///
  /// @throws IllegalArgumentException if what is meant as an address is none
  @Nullable PluginAddress address() {
    return connect.matches("(unix|tcp|tls):.*") ? PluginAddress.parse(connect) : null;
  }

  /// Returns the words of the command: a list, or split at spaces.
  List<String> command() {
    if (!connect.startsWith("[")) {
      return List.of(connect.strip().split("\\s+", -1));
    }
    Setting list =
        ConfigurationFile.section("{command: " + connect + "}", "--connect")
            .entries()
            .get("command");
    List<String> words = new ArrayList<>();
    if (list instanceof Setting.Items(List<Setting> items)) {
      for (Setting item : items) {
        words.add(item instanceof Setting.Text(String word) ? word : item.toString());
      }
    }
    if (words.isEmpty()) {
      throw new IllegalArgumentException("`" + connect + "` is no list of words");
    }
    return words;
  }

  /// Returns the runners that the certificate speaks for, none if there is no certificate.
  Set<String> runners() throws IOException {
    return certificates == null
        ? Set.of()
        : RunnerNames.of(Pem.certificates(certificates.certificate()).getFirst());
  }

  /// Returns how a runner is told of it.
  PluginConnect at(PluginAddress address) {
    return new PluginConnect(
        new PluginConnect.Way.At(address), protocol, tokenFile, certificates, PATIENCE);
  }
}
