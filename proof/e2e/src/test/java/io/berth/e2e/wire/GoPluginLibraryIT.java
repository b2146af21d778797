// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.e2e.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// HashiCorp's go-plugin on the other side: a plugin that its library serves, and a host made of
/// its library that starts Berth as a plugin.
@Timeout(180)
class GoPluginLibraryIT {

  private static final Pattern INSTANCE = Pattern.compile("\"instance\":\"([0-9]+)\"");

  @TempDir Path work;

  @Test
  void aPluginThatGoPluginServesIsStartedAskedAndEnded() throws IOException, InterruptedException {
    Path program = ExamplePlugin.build("goplugin");

    Program.Ended told =
        new Program(work)
            .with("SECRET_OF_THE_RUNNER", "hunter2")
            .run(work, "plugin", "info", program + " serve", "--json");

    assertThat(told.exit()).as(told.err()).isZero();
    assertThat(told.out())
        .contains("\"name\":\"go-plugin\"")
        .contains("called by [urn:berth:runner:exec] with P-256 by TLS 1.3")
        .contains("\"state\":\"ready\"");
    long process =
        INSTANCE.matcher(told.out()).results().map(GoPluginLibraryIT::number).findAny().orElse(0L);
    assertThat(process).isPositive();
    assertThat(ProcessHandle.of(process)).isEmpty();
    assertThat(log())
        .contains("about to serve", "over the connection", "served to the end")
        .doesNotContain("hunter2");
  }

  private static long number(MatchResult found) {
    return Long.parseLong(found.group(1));
  }

  /// What the plugin wrote on its standard error.
  private String log() throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      Path log = files.filter(path -> path.endsWith("plugins/plugin.log")).findAny().orElseThrow();
      return Files.readString(log);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"p521", "p256"})
  void aHostOfGoPluginStartsAsksAndEndsOurs(String curve) throws IOException, InterruptedException {
    Path program = ExamplePlugin.build("goplugin");
    var builder =
        new ProcessBuilder(
                program.toString(),
                "host",
                curve,
                Program.distribution().resolve("bin/berth").toString(),
                "plugin",
                "serve",
                "host")
            .redirectError(work.resolve("errors.txt").toFile());
    builder.environment().put("XDG_STATE_HOME", work.resolve("state").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));

    Process host = builder.start();
    String said = new String(host.getInputStream().readAllBytes(), UTF_8);

    assertThat(host.waitFor()).as(Files.readString(work.resolve("errors.txt"))).isZero();
    assertThat(said).isEqualTo("health: serving\nname: host\nended: true\n");
    assertThat(work.resolve("errors.txt")).content().doesNotContain("failed to exit gracefully");
  }
}
