// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// GitHub's own evaluator, run by node.
final class Peer {

  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "evaluate.mjs");

  private final Path folder;

  private Peer(Path folder) {
    this.folder = folder;
  }

  /// What is there, or why it cannot be had.
  ///
  /// @param peer the evaluator, if it can be run
  /// @param reason why it cannot be run, else empty
  private record Installation(Optional<Peer> peer, String reason) {}

  /// Returns the evaluator, or skips the test loudly.
  static Peer required() throws IOException, InterruptedException {
    Installation installation = install(Path.of("target", "peer").toAbsolutePath());
    if (installation.peer().isEmpty()) {
      System.err.println("SKIPPED what needs GitHub's evaluator: " + installation.reason());
      Assumptions.abort(installation.reason());
    }
    return installation.peer().orElseThrow();
  }

  /// Installs the evaluator with npm unless that was done before.
  ///
  /// @param folder where to; kept between runs
  private static Installation install(Path folder) throws IOException, InterruptedException {
    if (!answers("node") || !answers("npm")) {
      return new Installation(
          Optional.empty(), "node and npm are needed; install Node.js 20 or later");
    }
    Files.createDirectories(folder);
    boolean fresh = Files.exists(folder.resolve("node_modules/.package-lock.json"));
    for (String file : FILES) {
      fresh &= copy(file, folder.resolve(file)) || file.endsWith(".mjs");
    }
    if (!fresh) {
      Path log = folder.resolve("install.log");
      int status = run(folder, log, List.of("npm", "ci", "--no-audit", "--no-fund"));
      if (status != 0) {
        return new Installation(
            Optional.empty(), "npm could not install the evaluator: " + Files.readString(log));
      }
    }
    return new Installation(Optional.of(new Peer(folder)), "");
  }

  private static boolean answers(String program) throws InterruptedException {
    try {
      return run(Path.of("."), null, List.of(program, "--version")) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /// Returns whether the target was there and the same already.
  private static boolean copy(String file, Path target) throws IOException {
    try (InputStream in = Peer.class.getResourceAsStream("/peer/" + file)) {
      byte[] content = Objects.requireNonNull(in, file).readAllBytes();
      boolean same = Files.exists(target) && Arrays.equals(Files.readAllBytes(target), content);
      if (!same) {
        Path written = Files.write(target.resolveSibling(file + ".new"), content);
        Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
      }
      return same;
    }
  }

  private static int run(Path folder, @Nullable Path log, List<String> command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.redirectOutput(
        log == null ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.to(log.toFile()));
    Process process = builder.start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException(command + " did not end within 3 minutes");
    }
    return process.exitValue();
  }

  /// Asks the lines that are answered, after those that only set the stage.
  List<String> ask(List<String> questions) throws IOException, InterruptedException {
    Path asked = Files.write(folder.resolve("questions.jsonl"), questions);
    Path answers = folder.resolve("answers.jsonl");
    Path log = folder.resolve("evaluate.log");
    int status =
        run(folder, log, List.of("node", "evaluate.mjs", asked.toString(), answers.toString()));
    if (status != 0) {
      throw new IOException("node ended with status " + status + ": " + Files.readString(log));
    }
    return new ArrayList<>(Files.readAllLines(answers));
  }
}
