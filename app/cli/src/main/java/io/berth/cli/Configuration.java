// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/// The configuration file of an administrator. All that is wrong with it is found, with its places.
///
/// It is never one that lies in the repository whose workflows run: those may be anybody's.
final class Configuration {

  /// Names another file than the usual ones.
  static final String VARIABLE = "BERTH_CONFIG";

  private static final long LARGEST = 1 << 20;

  private Configuration() {}

  /// Returns the backends that are configured, none if there is no file.
  ///
  /// @throws BerthException B2002 with everything that is wrong
  static Map<String, ConfiguredBackend> backends(Invocation invocation) {
    Path file = file(invocation);
    return file == null ? Map.of() : read(new SettingsFile(file.toString(), text(file)));
  }

  /// Returns the file that applies, or `null` if there is none.
  static @Nullable Path file(Invocation invocation) {
    String named = invocation.variable(VARIABLE);
    if (named != null) {
      return invocation.directory().resolve(named);
    }
    String config = invocation.variable("XDG_CONFIG_HOME");
    String home = invocation.variable("HOME");
    Path folder =
        config != null && config.startsWith("/")
            ? Path.of(config)
            : Path.of(home == null ? System.getProperty("user.home") : home, ".config");
    for (Path place :
        List.of(folder.resolve("berth/berth.yaml"), Path.of("/etc/berth/berth.yaml"))) {
      if (Files.isRegularFile(place)) {
        return place;
      }
    }
    return null;
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException("it is larger than " + LARGEST + " bytes");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new BerthException(
          List.of(
              BerthError.of(
                  ErrorCode.FILE_UNREADABLE,
                  "the configuration `" + file + "` cannot be read: " + e.getMessage(),
                  "mend it, or name another file with " + VARIABLE)),
          e);
    }
  }

  private static Map<String, ConfiguredBackend> read(SettingsFile file) {
    Map<String, ConfiguredBackend> backends = new LinkedHashMap<>();
    Node document = file.document();
    if (document != null) {
      for (NodeTuple entry : file.pairs(document, "the configuration")) {
        if (!SettingsFile.key(entry).equals("backends")) {
          file.unknown(entry.getKeyNode(), "of the configuration", List.of("backends"));
          continue;
        }
        for (NodeTuple backend : file.pairs(entry.getValueNode(), "`backends`")) {
          String name = SettingsFile.key(backend);
          ConfiguredBackend read =
              new BackendReader(file).read(name, backend.getKeyNode(), backend.getValueNode());
          if (read != null) {
            backends.put(name, read);
          }
        }
      }
    }
    file.check();
    return backends;
  }
}
