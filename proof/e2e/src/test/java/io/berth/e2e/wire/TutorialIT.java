// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every command of the tutorial is run, in its order, and says what the page says.
class TutorialIT {

  private static final Path ROOT = Path.of(System.getProperty("berth.root"));

  @TempDir Path folder;

  @Test
  void everyCommandOfTheFirstPluginWorks() throws IOException, InterruptedException {
    Path page = ROOT.resolve("docs/tutorial/your-first-plugin.md");
    Path script = folder.resolve("tutorial");
    Files.writeString(script, "set -e\n" + String.join("\n", blocks(page, "sh")));
    var builder = new ProcessBuilder("sh", script.toString()).directory(folder.toFile());
    String bin = ROOT.resolve("packaging/distribution/target/berth/bin").toString();
    builder.environment().remove("CI");
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().merge("PATH", bin, (path, first) -> first + ":" + path);

    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains(blocks(page, "text"));
  }

  /// Returns the lines of all blocks of one language.
  private static List<String> blocks(Path page, String language) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("```")) {
        inside = line.equals("```" + language);
      } else if (inside) {
        lines.add(line);
      }
    }
    return lines;
  }
}
