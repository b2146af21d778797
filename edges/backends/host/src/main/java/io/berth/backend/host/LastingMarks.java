// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.kit.Marks;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// What is written beside an environment, so that another process finds it.
///
/// @param marks whose it is and when it ends
/// @param name of the folder of the repository
/// @param tracking the value that all its processes are started with; nobody can guess it
record LastingMarks(Marks marks, String name, String tracking) {

  private static final String FILE = "environment";
  private static final String NAME = "name";
  private static final String TRACKING = "tracking";
  private static final int NONCE = 16;

  /// Returns those of a new environment.
  static LastingMarks of(Marks marks, String name) {
    byte[] nonce = new byte[NONCE];
    new SecureRandom().nextBytes(nonce);
    String tracking = "berth_" + marks.environment() + "_" + HexFormat.of().formatHex(nonce);
    return new LastingMarks(marks, name, tracking);
  }

  LastingMarks with(Marks newer) {
    return new LastingMarks(newer, name, tracking);
  }

  /// Returns the variable that all processes of the environment are started with.
  String variable() {
    return HostPlace.TRACKING + "=" + tracking;
  }

  /// Reads what stands beside an environment; nothing if that is not whole.
  static Optional<LastingMarks> read(Path root) {
    Properties file = new Properties();
    try (Reader reader = Files.newBufferedReader(root.resolve(FILE))) {
      file.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
    Map<String, String> labels = new HashMap<>();
    file.forEach((key, value) -> labels.put((String) key, (String) value));
    String name = labels.get(NAME);
    String tracking = labels.get(TRACKING);
    if (name == null || tracking == null) {
      return Optional.empty();
    }
    return Marks.ofLabels(labels).map(marks -> new LastingMarks(marks, name, tracking));
  }

  void write(Path root) throws IOException {
    Properties file = new Properties();
    file.putAll(marks.toLabels());
    file.setProperty(NAME, name);
    file.setProperty(TRACKING, tracking);
    Path fresh = root.resolve(FILE + ".new");
    try (Writer writer = Files.newBufferedWriter(fresh)) {
      file.store(writer, null);
    }
    Files.move(fresh, root.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Leaves the folder to its user: nobody deletes it any more.
  static void giveUp(Path root) throws IOException {
    Files.deleteIfExists(root.resolve(FILE));
  }
}
