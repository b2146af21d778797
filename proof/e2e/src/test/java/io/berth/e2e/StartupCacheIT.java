// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a one-step `exec` loads, and from where: the promise that it starts at once.
class StartupCacheIT {

  /// Parts of class names that only other commands may load.
  private static final List<String> FORBIDDEN =
      List.of(
          "io.grpc.",
          "io.netty.",
          "java.sql.",
          "javax.sql.",
          "java.net.http.",
          "com.sun.net.httpserver.",
          "jdk.internal.net.http.",
          "jackson",
          "dockerjava",
          "io.berth.backend.docker.");

  @TempDir Path temp;

  @Test
  void aOneStepExecTakesItsClassesFromTheCache() throws Exception {
    var loaded = classesOfAOneStepExec();

    var ours = loaded.stream().filter(line -> line.contains(" io.berth.")).toList();
    var others = ours.stream().filter(line -> !line.contains("shared objects file")).toList();
    assertThat(ours).hasSizeGreaterThan(200);
    // Which thread is first differs from run to run, and with it a class or two.
    assertThat(others).hasSizeLessThan(ours.size() / 100 + 1);
  }

  @Test
  void aOneStepExecLoadsNothingOfTheHeavyLibraries() throws Exception {
    var loaded = classesOfAOneStepExec();

    assertThat(loaded)
        .noneMatch(line -> FORBIDDEN.stream().anyMatch(line.toLowerCase(Locale.ROOT)::contains));
  }

  @Test
  void withoutTheCacheTheProgramRunsAllTheSame() throws Exception {
    var copy = temp.resolve("copy");
    new ProcessBuilder("cp", "-r", Program.distribution().toString(), copy.toString())
        .start()
        .waitFor();
    Files.delete(copy.resolve("lib/berth.aot"));

    var process =
        new ProcessBuilder(copy.resolve("bin/berth").toString(), "version")
            .redirectErrorStream(true)
            .start();

    var output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output).startsWith("berth ").doesNotContain("[error]").doesNotContain("warning");
  }

  @Test
  void aCacheOfAnotherBuildIsNotUsed() throws Exception {
    var copy = temp.resolve("copy");
    new ProcessBuilder("cp", "-r", Program.distribution().toString(), copy.toString())
        .start()
        .waitFor();
    Files.writeString(copy.resolve("build-id"), "another\n");

    var process =
        new ProcessBuilder(copy.resolve("bin/berth").toString(), "version", "--json")
            .redirectErrorStream(true)
            .start();

    var output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output.replace(" ", "")).contains("\"startupCache\":false");
  }

  private List<String> classesOfAOneStepExec() throws IOException, InterruptedException {
    var repository =
        new Repository(Files.createDirectory(temp.resolve("repository")))
            .workflow(
                "one",
                """
                on: push
                jobs:
                  job:
                    runs-on: ubuntu-latest
                    steps:
                      - run: echo hello
                """);
    var log = temp.resolve("classes.log");

    var ended =
        new Program(temp.resolve("home"))
            .with("BERTH_JAVA_OPTIONS", "-Xlog:class+load:file=" + log)
            .run(repository.folder(), "exec", "--plain");

    assertThat(ended.exit()).isZero();
    List<String> lines = new ArrayList<>();
    for (var line : Files.readAllLines(log)) {
      if (line.contains("source:")) {
        lines.add(line);
      }
    }
    return lines;
  }
}
