// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a run left on the machine: processes that carry its mark or work in its folder, and its
/// folders.
///
/// @param value of a variable that Berth, its child and all its steps have
/// @param work the folder in which environments are made
record Traces(String value, Path work) {

  List<String> left() {
    List<String> left = new ArrayList<>(processes());
    left.addAll(folders());
    return left;
  }

  List<String> processes() {
    List<String> found = new ArrayList<>();
    ProcessHandle.allProcesses()
        .map(process -> Path.of("/proc", Long.toString(process.pid())))
        .forEach(
            process -> {
              String command = read(process.resolve("cmdline"));
              if (read(process.resolve("environ")).contains(value)
                  || command.contains(work + "/")) {
                found.add(process + " " + command.replace('\0', ' '));
              }
            });
    return found;
  }

  /// What tools are kept in outlives environments.
  List<String> folders() {
    try (Stream<Path> entries = Files.list(work)) {
      return entries.map(Path::toString).filter(name -> !name.endsWith("/_tools")).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has just ended
    }
  }
}
