// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.expressions.Json;
import io.berth.plugin.PluginConnect.Way;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The programs that lie where plugins do. Lying there enables none of them.
final class FoundPlugins {

  /// Names other folders than the usual ones, joined by `:`.
  static final String VARIABLE = "BERTH_PLUGIN_PATH";

  private static final String PREFIX = "berth-backend-";
  private static final int MOST = 1000;

  private FoundPlugins() {}

  /// A program that is not enabled.
  ///
  /// @param line what enables it, below `backends:`
  record Found(String program, String line) {}

  /// Returns those that no backend of the configuration runs, by folder and name.
  static List<Found> of(Invocation invocation, Map<String, ConfiguredBackend> configured) {
    Set<Path> enabled = enabled(invocation, configured.values());
    List<Path> programs = new ArrayList<>();
    for (Path folder : folders(invocation)) {
      List<Path> here = programs(folder);
      here.removeAll(enabled);
      here.sort(null);
      programs.addAll(here);
    }
    List<Found> found = new ArrayList<>();
    for (Path program : programs) {
      found.add(new Found(program.toString(), line(program, configured.keySet())));
    }
    return found;
  }

  private static Set<Path> enabled(
      Invocation invocation, Collection<ConfiguredBackend> configured) {
    Set<Path> enabled = new HashSet<>();
    for (ConfiguredBackend backend : configured) {
      if (backend.connect().way() instanceof Way.Run run) {
        enabled.add(invocation.directory().resolve(run.command().getFirst()).normalize());
      }
    }
    return enabled;
  }

  private static List<Path> folders(Invocation invocation) {
    String named = invocation.variable(VARIABLE);
    List<Path> folders = new ArrayList<>();
    if (named != null) {
      for (String folder : named.split(":", -1)) {
        folders.add(invocation.directory().resolve(folder).normalize());
      }
      return folders;
    }
    String data = invocation.variable("XDG_DATA_HOME");
    String home = invocation.variable("HOME");
    if (data != null && data.startsWith("/")) {
      folders.add(Path.of(data, "berth/plugins"));
    } else if (home != null) {
      folders.add(Path.of(home, ".local/share/berth/plugins"));
    }
    folders.add(Path.of("/usr/local/libexec/berth"));
    folders.add(Path.of("/usr/libexec/berth"));
    return folders;
  }

  private static List<Path> programs(Path folder) {
    List<Path> programs = new ArrayList<>();
    try (DirectoryStream<Path> here = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path program : here) {
        if (programs.size() < MOST && Files.isRegularFile(program) && Files.isExecutable(program)) {
          programs.add(program);
        }
      }
    } catch (IOException e) {
      // A folder that is not there, or that this user cannot see into, holds nothing for them.
    }
    return programs;
  }

  private static String line(Path program, Set<String> taken) {
    String name = String.valueOf(program.getFileName()).substring(PREFIX.length());
    while (taken.contains(name) || !BackendReader.isName(name)) {
      name = BackendReader.isName(name) ? name + "-2" : "another";
    }
    var line = new StringBuilder(name).append(": { connect: { exec: [");
    Json.quote(program.toString(), line);
    return line.append("] } }").toString();
  }
}
