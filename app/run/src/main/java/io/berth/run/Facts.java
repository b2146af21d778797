// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.engine.output.Masker;
import io.berth.spi.Environment;
import io.berth.spi.FileContent;
import io.berth.spi.Layout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Answers what evaluations have to know about the world.
///
/// @param environment the environment of the job
/// @param masker knows the secrets of the job
record Facts(Environment environment, Masker masker) {

  String answer(String kind, List<String> arguments) throws IOException {
    return switch (kind) {
      case "which" -> which(arguments.getFirst());
      case "holdsSecret" ->
          Boolean.toString(!masker.mask(arguments.getFirst()).equals(arguments.getFirst()));
      case "hashFiles" -> new HashedFiles(environment).hash(arguments);
      default -> throw new IllegalStateException("nobody knows `" + kind + "`");
    };
  }

  /// Returns the path of a program that `PATH` leads to, or an empty text.
  private String which(String program) throws IOException {
    Layout layout = environment.layout();
    boolean windows = layout.os().equals("Windows");
    List<String> candidates = new ArrayList<>();
    for (String folder : layout.env().getOrDefault("PATH", "").split(windows ? ";" : ":", -1)) {
      if (!folder.isEmpty()) {
        candidates.add(windows ? folder + "\\" + program + ".exe" : folder + "/" + program);
      }
    }
    for (FileContent file : environment.readFiles(candidates, 0)) {
      if (file.content() != null) {
        return file.path();
      }
    }
    return "";
  }
}
