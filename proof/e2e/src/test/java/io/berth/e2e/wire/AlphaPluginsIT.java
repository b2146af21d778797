// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.e2e.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The plugins of `examples/plugins` that speak the protocol of Forgejo's runner, in the hands of
/// the shipped program.
@Timeout(240)
class AlphaPluginsIT {

  private static final String WORKFLOW =
      """
      on: push
      jobs:
        build:
          runs-on: ubuntu-latest
          steps:
            - run: echo "answer=$((6 * 7))" >> "$GITHUB_OUTPUT"
              id: sum
            - run: |
                echo "the answer is ${{ steps.sum.outputs.answer }}"
                echo "BOAT=ready" >> "$GITHUB_ENV"
            - run: test "$BOAT" = ready && exit 3
            - run: sleep 300 && echo never
              if: always()
              timeout-minutes: 0.02
              continue-on-error: true
            - run: echo cleaned up
              if: always()
      """;

  @TempDir Path work;

  @ParameterizedTest
  @ValueSource(strings = {"v1alpha-go", "v1alpha-python"})
  void aPluginIsVerifiedAndRunsAWorkflow(String example) throws IOException, InterruptedException {
    Path places = work.resolve("places");
    ExamplePlugin plugin = ExamplePlugin.start(ExamplePlugin.build(example), work);
    try {
      Files.createDirectories(work.resolve("repo/.forgejo/workflows"));
      Files.writeString(work.resolve("repo/.forgejo/workflows/ci.yml"), WORKFLOW);
      Files.writeString(
          work.resolve("berth.yaml"),
          "backends: {old: {connect: {address: '"
              + plugin.address()
              + "', protocol: forgejo-v1alpha}}}");

      Program.Ended verified = berth("plugin", "verify", "--connect", "old");
      Program.Ended ran = berth("exec", "--backend", "old");

      assertThat(verified.out()).as(verified.err()).doesNotContain("FAILED");
      assertThat(verified.out()).contains("ok      EXE-21", "ok      FIL-09", ", 28 passed, ");
      assertThat(verified.exit()).isZero();
      assertThat(ran.out() + ran.err())
          .contains("the answer is 42", "Process completed with exit code 3.", "cleaned up")
          .contains("This plugin knows one signal: the command was killed.");
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(left(places)).isEmpty();
    } finally {
      plugin.stop();
    }
  }

  private Program.Ended berth(String... line) throws IOException, InterruptedException {
    return new Program(work.resolve("home"))
        .with("BERTH_CONFIG", work.resolve("berth.yaml").toString())
        .run(work.resolve("repo"), line);
  }

  /// What is left of environments, besides the tools that all of them share.
  private static List<Path> left(Path places) throws IOException {
    try (Stream<Path> all = Files.list(places)) {
      return all.filter(path -> !path.endsWith("tools")).toList();
    }
  }
}
