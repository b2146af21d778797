// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The program as it is shipped.
///
/// @param launcher the launcher to start
/// @param state a folder for what the runs leave behind
public record BerthProgram(Path launcher, Path state) implements Program {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// Returns the variables that a run is given besides those of this process.
  public static Map<String, String> variables(Path state) {
    return Map.of(
        "XDG_STATE_HOME", state.resolve("state").toString(),
        "XDG_CACHE_HOME", state.resolve("cache").toString(),
        "NO_COLOR", "1");
  }

  @Override
  public Ended run(Path folder, List<String> arguments) throws IOException, InterruptedException {
    var output = Files.createTempFile(state, "output", ".txt");
    List<String> command = new ArrayList<>();
    command.add(launcher.toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(variables(state));
    var process =
        builder
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile())
            .start();
    var exit = -1;
    if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      exit = process.exitValue();
    } else {
      process.destroyForcibly().waitFor();
    }
    var text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    Files.delete(output);
    return new Ended(exit, text);
  }
}
