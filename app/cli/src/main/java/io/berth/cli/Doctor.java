// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.backend.host.HostBackend;
import io.berth.spi.Capabilities;
import io.berth.spi.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Looks at what Berth needs on this machine.
///
/// @param invocation what the program was started with
record Doctor(Invocation invocation) {

  private static final int NEEDED_JAVA = 25;
  private static final long LITTLE_ROOM = 1L << 30;

  /// How a finding is to be taken.
  enum State {
    /// As it should be.
    OK,
    /// Something will not work, or slower.
    WARN,
    /// Berth cannot do its work.
    FAIL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One thing that was looked at.
  ///
  /// @param state how it is to be taken
  /// @param about what was looked at
  /// @param found what is there
  /// @param fix what to do, or `null` if nothing has to be done
  record Finding(State state, String about, String found, @Nullable String fix) {}

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(startupCache());
    findings.add(
        program("git", "workspaces are copied without `.gitignore`, and `github.sha` is made up"));
    findings.add(shell("bash", "steps without `shell:` run in `sh`", State.WARN));
    findings.add(shell("sh", "no step can run", State.FAIL));
    findings.add(shell("pwsh", "steps with `shell: pwsh` fail", State.WARN));
    findings.add(shell("python", "steps with `shell: python` fail", State.WARN));
    Folders folders = Folders.of(invocation);
    findings.add(folder("runs", folders.state(), "XDG_STATE_HOME"));
    findings.add(folder("workspaces", folders.work(), "XDG_CACHE_HOME"));
    findings.add(host(folders));
    return findings;
  }

  private Finding host(Folders folders) {
    Capabilities can = new HostBackend(folders.work(), invocation.env()).capabilities();
    List<String> layers = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Layer layer : Layer.values()) {
      boolean served = can.realisation(layer) != Layer.Realisation.UNSUPPORTED;
      (served ? layers : missing).add(word(layer).replace('_', ' '));
    }
    String more = layers.isEmpty() ? "" : " and gives " + String.join(", ", layers);
    String found = "runs steps" + more + "; isolation: " + word(can.isolation());
    return new Finding(
        State.OK,
        "backend host",
        missing.isEmpty() ? found : found + "; lacks " + String.join(", ", missing),
        null);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Finding java() {
    Build build = Build.running();
    boolean enough = Runtime.version().feature() >= NEEDED_JAVA;
    return new Finding(
        enough ? State.OK : State.FAIL,
        "java",
        build.java() + " on " + build.os(),
        enough ? null : "install Java " + NEEDED_JAVA + " or newer, or set JAVA_HOME");
  }

  private static Finding startupCache() {
    Build.StartupCache cache = Build.running().startupCache();
    return switch (cache) {
      case USED -> new Finding(State.OK, "start-up cache", cache.words(), null);
      case UNKNOWN -> new Finding(State.OK, "start-up cache", "the system does not tell", null);
      case UNUSED ->
          new Finding(
              State.WARN,
              "start-up cache",
              "not in use: every start takes longer",
              "start Berth through its launcher, with the Java that it was built with");
    };
  }

  private Finding shell(String name, String without, State missing) {
    String path = find(name);
    return path == null
        ? new Finding(
            missing, name, "not on PATH: " + without, "install " + name + " if you need it")
        : new Finding(State.OK, name, path, null);
  }

  private Finding program(String name, String without) {
    return shell(name, without, State.WARN);
  }

  private @Nullable String find(String name) {
    String path = invocation.variable("PATH");
    for (String folder : (path == null ? "" : path).split(":", -1)) {
      Path file = Path.of(folder.isEmpty() ? "." : folder, name);
      if (Files.isExecutable(file) && !Files.isDirectory(file)) {
        return file.toString();
      }
    }
    return null;
  }

  /// A folder that is not there yet counts by the first one above it that is.
  private static Finding folder(String about, Path folder, String variable) {
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    String fix = "make it writable, or set " + variable + " to another place";
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      return new Finding(State.FAIL, about, folder + " cannot be written", fix);
    }
    try {
      long room = Files.getFileStore(there).getUsableSpace();
      String found = folder + ", " + (room >> 20) + " MiB free";
      return room < LITTLE_ROOM
          ? new Finding(State.WARN, about, found, "free some room, or set " + variable)
          : new Finding(State.OK, about, found, null);
    } catch (IOException e) {
      return new Finding(State.WARN, about, folder + ": " + e.getMessage(), fix);
    }
  }
}
