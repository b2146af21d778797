// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Cases in one file, divided by empty lines: a line `# name`, one line of input, and below it what
/// is expected. `-Dgolden.update` writes the expectations anew.
final class Blocks {

  private Blocks() {}

  /// Checks every case of a file.
  ///
  /// @param actual makes what is expected from the line of input
  static void check(String file, UnaryOperator<String> actual) throws IOException {
    var path = Path.of("src/test/resources/plan").resolve(file);
    List<String> found = new ArrayList<>();
    for (String block : Files.readString(path).strip().split("\n\n", -1)) {
      var lines = block.split("\n", 3);
      found.add(lines[0] + "\n" + lines[1] + "\n" + actual.apply(lines[1]).strip());
    }
    var text = String.join("\n\n", found) + "\n";
    if (System.getProperty("golden.update") != null) {
      Files.writeString(path, text);
    }
    assertThat(text).isEqualTo(Files.readString(path));
  }
}
