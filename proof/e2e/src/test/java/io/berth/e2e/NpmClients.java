// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The real clients of caches and artifacts from npm, used by scripts of `src/test/node`.
///
/// @param folder holds their `node_modules`
record NpmClients(Path folder) {

  private static final Path ROOT = Path.of(System.getProperty("berth.root"));
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /// Installs them unless they are there. Where they cannot be had the test is skipped, and says
  /// why.
  static NpmClients install() throws IOException, InterruptedException {
    var errors = Files.createTempFile("clients", ".txt");
    try {
      var process =
          new ProcessBuilder(ROOT.resolve("dev/clients").toString())
              .redirectError(errors.toFile())
              .start();
      var folder = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      var status = process.waitFor();
      assumeTrue(
          status == 0,
          "SKIPPED: the npm clients cannot be had: " + Files.readString(errors).strip());
      return new NpmClients(Path.of(folder));
    } finally {
      Files.delete(errors);
    }
  }

  /// What came of a script.
  ///
  /// @param exit its exit status
  /// @param output all that it wrote
  record Ended(int exit, String output) {}

  /// Runs a script of `src/test/node` and waits for its end.
  ///
  /// @param directory where it runs; what it writes is kept in a file there
  /// @param env the variables that it gets beside those of this process
  Ended run(Path directory, Map<String, String> env, String script, String... arguments)
      throws IOException, InterruptedException {
    var output = Files.createTempFile(directory, "output", ".txt");
    var process = start(directory, env, output, script, arguments);
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError(
          script + " did not end within " + PATIENCE + "\n" + Files.readString(output));
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }

  /// Starts a script whose output goes to a file.
  Process start(
      Path directory, Map<String, String> env, Path output, String script, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add("node");
    command.add(script(script).toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(ACTIONS|GITHUB|RUNNER)_.*"));
    builder.environment().put("BERTH_CLIENTS", folder.toString());
    builder.environment().putAll(env);
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  static Path script(String name) {
    return ROOT.resolve("proof/e2e/src/test/node").resolve(name);
  }
}
