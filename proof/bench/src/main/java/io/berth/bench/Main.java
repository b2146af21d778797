// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;

/// Runs the benchmarks that `dev/bench` names and prints each figure beside its floor of the same
/// run.
public final class Main {

  private Main() {}

  /// @param arguments which benchmarks, or none for all
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var chosen = Set.of(arguments);
    var folder = Files.createTempDirectory("berth-bench");
    try {
      var launcher =
          Path.of(
              System.getProperty("berth.root"), "packaging/distribution/target/berth/bin/berth");
      var program = new WholeProgram(launcher, folder, System.out);
      if (chosen.isEmpty() || chosen.contains("startup")) {
        program.startUp();
      }
      if (chosen.isEmpty() || chosen.contains("steps")) {
        program.steps();
      }
      if (chosen.isEmpty() || chosen.contains("output")) {
        program.output();
      }
      if (chosen.isEmpty() || chosen.contains("actions")) {
        new ActionSpeed(launcher, folder, System.out).run();
      }
      if (chosen.isEmpty() || chosen.contains("expressions")) {
        new ExpressionSpeed(System.out).run();
      }
      if (chosen.isEmpty() || chosen.contains("pipeline")) {
        new PipelineSpeed(System.out, folder).run();
      }
      if (chosen.isEmpty() || chosen.contains("agent")) {
        new AgentSpeed(folder, System.out).run();
      }
      if (chosen.isEmpty() || chosen.contains("plugin")) {
        new PluginSpeed(launcher, folder, System.out).run();
      }
      if (chosen.isEmpty() || chosen.contains("services")) {
        new ServiceSpeed(System.out, folder).run();
      }
    } finally {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
