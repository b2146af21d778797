// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.os.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How a plugin is started as a child: the command, the few variables that it is given, and the
/// folder for its socket.
final class PluginProgram {

  private static final List<String> INHERITED =
      List.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "LANG",
          "LC_ALL",
          "LC_CTYPE",
          "TZ",
          "TMPDIR",
          "XDG_RUNTIME_DIR");

  private final PluginConnect.Way.Run run;
  private final Map<String, String> variables;
  private final Path sockets;
  private final @Nullable String token;

  private PluginProgram(
      PluginConnect.Way.Run run,
      Map<String, String> variables,
      Path sockets,
      @Nullable String token) {
    this.run = run;
    this.variables = variables;
    this.sockets = sockets;
    this.token = token;
  }

  /// @param env the variables of this process, of which a few are passed on
  static PluginProgram of(
      PluginConnect.Way.Run run, Map<String, String> env, @Nullable String token) {
    try {
      Path sockets =
          Files.createTempDirectory(
              "berth-plugin-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Map<String, String> variables = new LinkedHashMap<>();
      for (List<String> names : List.of(INHERITED, run.inherited())) {
        for (String name : names) {
          String value = env.get(name);
          if (value != null) {
            variables.put(name, value);
          }
        }
      }
      variables.put("BERTH_BACKEND_PLUGIN", "berth");
      variables.put("PLUGIN_PROTOCOL_VERSIONS", "1");
      variables.put("PLUGIN_UNIX_SOCKET_DIR", sockets.toString());
      return new PluginProgram(run, variables, sockets, token);
    } catch (IOException e) {
      throw new BerthException(
          List.of(
              BerthError.of(
                  ErrorCode.STORAGE_FAILED,
                  "a folder for the socket of a plugin cannot be made: " + e.getMessage(),
                  null)),
          e);
    }
  }

  PluginChild start(String plugin, PluginLog log) {
    checkDigest(plugin);
    return PluginChild.start(
        plugin,
        new Program(run.command(), variables, Path.of("").toAbsolutePath().toString()),
        log);
  }

  /// Waits until a child can be called.
  Endpoint endpoint(String plugin, PluginChild child) throws InterruptedException {
    Handshake handshake = child.handshake(run.start());
    return Endpoint.open(handshake.address(), token);
  }

  /// A file that is not the one that was pinned is not started.
  private void checkDigest(String plugin) {
    String pinned = run.sha256();
    if (pinned == null) {
      return;
    }
    Path file = Path.of(run.command().getFirst());
    String found;
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[64 << 10];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      found = HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      found = "not readable: " + e.getMessage();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    if (!found.equalsIgnoreCase(pinned)) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.CONFIGURATION_INVALID,
              "plugin `"
                  + plugin
                  + "` is pinned to SHA-256 "
                  + pinned
                  + ", and `"
                  + file
                  + "` is "
                  + found,
              "put the right program there, or pin the new one under `connect.sha256`"));
    }
  }

  /// Removes the folder of the socket.
  void close() {
    try (Stream<Path> left = Files.list(sockets)) {
      for (Path each : left.toList()) {
        Files.deleteIfExists(each);
      }
      Files.deleteIfExists(sockets);
    } catch (IOException e) {
      // A plugin put something else there; it is small, private, and in the folder for such things.
    }
  }
}
