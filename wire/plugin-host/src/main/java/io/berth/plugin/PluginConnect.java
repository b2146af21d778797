// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a plugin is connected: what an administrator says under `connect`.
///
/// @param way where it is, or how it is started
/// @param protocol what it speaks
/// @param tokenFile a file that holds what it wants to see, or `null` if it wants nothing
/// @param certificates for `tls://`, else `null`
/// @param patience how long it may be away before its environments are lost
public record PluginConnect(
    Way way,
    Protocol protocol,
    @Nullable Path tokenFile,
    @Nullable Certificates certificates,
    Duration patience) {

  /// How long a plugin may be away where nobody says otherwise.
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(60);

  /// How long a plugin may take to start where nobody says otherwise.
  public static final Duration DEFAULT_START = Duration.ofSeconds(60);

  /// Where a plugin is.
  public sealed interface Way {

    /// Somebody else runs it.
    record At(PluginAddress address) implements Way {}

    /// Berth runs it, as its child.
    ///
    /// @param command the program and its arguments
    /// @param inherited the names of the variables that it is given besides those that every
    ///     program needs
    /// @param sha256 what the program's file must hash to, in hexadecimal, or `null`
    /// @param start how long it may take to say where it is reached
    record Run(
        List<String> command, List<String> inherited, @Nullable String sha256, Duration start)
        implements Way {

      public Run {
        command = List.copyOf(command);
        inherited = List.copyOf(inherited);
      }

      /// Returns a program to run as it is.
      public static Run of(List<String> command) {
        return new Run(command, List.of(), null, DEFAULT_START);
      }
    }
  }

  /// What a plugin speaks.
  public enum Protocol {
    /// `berth.backend`
    BERTH,
    /// `plugin.v1alpha` of Forgejo's runner
    FORGEJO_V1ALPHA
  }

  /// Files in PEM.
  ///
  /// @param authority who signed the plugin's certificate
  /// @param certificate the runner's
  /// @param key of the runner's certificate; its owner alone can read it
  /// @param serverName what the plugin's certificate names, or `null` for the host
  public record Certificates(
      Path authority, Path certificate, Path key, @Nullable String serverName) {}

  /// Returns the same for who does not wait long.
  public PluginConnect waiting(Duration other) {
    return new PluginConnect(way, protocol, tokenFile, certificates, other);
  }

  /// Reads what stands behind `plugin:` on a command line: an address, or a command for a shell.
  public static PluginConnect of(String text) {
    Way way =
        PluginAddress.looksLike(text)
            ? new Way.At(PluginAddress.parse(text))
            : Way.Run.of(List.of("/bin/sh", "-c", "exec " + text));
    return new PluginConnect(way, Protocol.BERTH, null, null, DEFAULT_PATIENCE);
  }
}
