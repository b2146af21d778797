// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The folder of external test data, kept outside the project.
final class ConformanceData {

  private ConformanceData() {}

  static Path root() {
    Path project = Path.of(System.getProperty("berth.root", "."));
    return project.resolve(System.getProperty("berth.conformance.dir", "../shared/conformance"));
  }

  static List<Path> files(String suite, String suffix) {
    Path folder = root().resolve(suite);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
