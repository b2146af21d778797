// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `berth plugin scaffold` writes, which is what lies in `examples/plugins`, is built,
/// verified and used as its author would: by the program as it is shipped.
class ExamplesIT {

  private static final Path BIN =
      Path.of(System.getProperty("berth.root"), "packaging/distribution/target/berth/bin");
  private static final String PROGRAM = "berth-backend-boats";
  private static final String WORKFLOW =
      """
      on: push
      jobs:
        build:
          runs-on: ubuntu-latest
          steps:
            - run: echo "answer=$((6 * 7))" >> "$GITHUB_OUTPUT"
              id: sum
            - run: echo "the answer is ${{ steps.sum.outputs.answer }}, ${{ hashFiles('**/*.yml') }}"
            - run: exit 3
            - run: echo cleaned up
              if: failure()
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"python, python3", "go, go", "java, java", "rust, cargo"})
  void aPluginIsMadeAndVerifiedAndRunsAWorkflow(String language, String tool)
      throws IOException, InterruptedException {
    assumeTrue(isHere(tool), "SKIPPED: a plugin in " + language + " needs " + tool);
    Path program = built(language);

    Said verified =
        berth(
            "plugin",
            "verify",
            "--connect",
            program.toString(),
            "--patience",
            "3",
            "--report",
            "junit");
    assertThat(verified.exit()).as(verified.text()).isZero();
    assertThat(verified.text())
        .contains("ENV-01", "EXE-01", "FIL-01", "LEA-01", "WIR-01")
        .doesNotContain("<failure", "<error");

    Files.createDirectories(folder.resolve(".forgejo/workflows"));
    Files.writeString(folder.resolve(".forgejo/workflows/ci.yml"), WORKFLOW);
    Said ran = berth("exec", "--backend", "plugin:" + program);
    assertThat(ran.exit()).as(ran.text()).isEqualTo(1);
    assertThat(ran.text())
        .contains("the answer is 42, ", "Process completed with exit code 3.", "cleaned up");
  }

  private static boolean isHere(String tool) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  /// Makes a plugin and builds it where what was built before is kept, so that only what changed is
  /// built again.
  private Path built(String language) throws IOException, InterruptedException {
    Path made = folder.resolve("made");
    Said said = berth("plugin", "scaffold", "boats", "--language", language, "-C", made.toString());
    assertThat(said.exit()).as(said.text()).isZero();
    String cache = System.getenv("XDG_CACHE_HOME");
    Path kept =
        (cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache))
            .resolve("berth-ci/made-" + language);
    try (Stream<Path> files = Files.walk(made)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = kept.resolve(made.relativize(file).toString());
        if (!Files.exists(target) || Files.mismatch(file, target) >= 0) {
          Files.createDirectories(target.getParent());
          Files.copy(
              file,
              target,
              StandardCopyOption.REPLACE_EXISTING,
              StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    Said build = said(kept, kept.resolve("build").toString());
    assertThat(build.exit()).as(build.text()).isZero();
    return kept.resolve(PROGRAM);
  }

  private Said berth(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(BIN.resolve("berth").toString());
    return said(folder, command.toArray(String[]::new));
  }

  /// What came of a program.
  ///
  /// @param exit its status
  /// @param text both its streams
  private record Said(int exit, String text) {}

  private Said said(Path directory, String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().remove("CI");
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().merge("PATH", BIN.toString(), (path, bin) -> bin + ":" + path);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Said(process.waitFor(), text);
  }
}
