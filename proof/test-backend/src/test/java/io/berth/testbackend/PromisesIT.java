// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.conformance.backend.Report;
import io.berth.conformance.backend.Result;
import io.berth.conformance.backend.Scope;
import io.berth.conformance.backend.Subject;
import io.berth.conformance.backend.Verdict;
import io.berth.conformance.backend.Verification;
import io.berth.conformance.backend.VerifyTool;
import io.berth.spi.Backend;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.Setting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The test backend keeps every promise that it is not told to break.
@Timeout(240)
class PromisesIT {

  @TempDir Path work;
  private @Nullable TestBackendFactory factory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void everyPromiseIsKeptInThisProcess() throws Exception {
    var subject =
        Subject.inProcess(
            "test",
            this::anew,
            "verify",
            new LabelConfiguration.Form.Struct(Setting.Section.EMPTY));
    Report report = new Verification(subject, Scope.ALL.withPatience(2), result -> {}).run();

    assertThat(failures(report)).isEmpty();
    assertThat(report.isClean()).isTrue();
  }

  private Backend anew() {
    if (factory != null) {
      factory.close();
    }
    factory = new TestBackendFactory(work.resolve("work"), System.getenv(), "");
    return factory.create(Setting.Section.EMPTY);
  }

  @AfterEach
  void close() {
    if (factory != null) {
      factory.close();
    }
  }

  private static List<String> failures(Report report) {
    List<String> failures = new ArrayList<>();
    for (Result result : report.results()) {
      if (result.verdict() instanceof Verdict.Failed failed) {
        failures.add(result.id() + ": " + failed.problem());
      }
    }
    return failures;
  }

  @Test
  void everyPromiseIsKeptAsAChildOfItsRunner() {
    int exit = verify("--connect", command(""), "--patience", "2");

    assertThat(out.toString()).doesNotContain("FAILED");
    assertThat(err.toString()).isEmpty();
    assertThat(exit).isZero();
  }

  @Test
  void aPluginThatDiesIsCaught() throws Exception {
    String wanted =
        FaultTable.rows().stream()
            .filter(row -> row.fault().equals(Fault.CRASH_AT_START.word()))
            .map(FaultTable.Row::said)
            .findFirst()
            .orElseThrow();

    int exit = verify("--connect", command("--faults crash-at-start"), "--case", "EXE-01");

    assertThat(out.toString()).contains("FAILED").contains(wanted);
    assertThat(exit).isEqualTo(1);
  }

  @Test
  void whatIsNoPluginIsTold() throws Exception {
    Path socket = Files.createDirectory(work.resolve("s")).resolve("nobody.sock");

    assertThat(verify("--connect", "unix://" + socket)).isEqualTo(3);
    assertThat(verify("--connect", "echo hello")).isEqualTo(3);
    assertThat(verify("--connect", "x", "--profile", "cor", "--report", "xml")).isEqualTo(2);
    assertThat(err.toString())
        .contains("the first line that the plugin printed is `hello`")
        .contains("`cor` is no profile")
        .contains("`--report xml` is none of");
  }

  private int verify(String... arguments) {
    return new VerifyTool().run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private String command(String rest) {
    return Path.of(System.getProperty("java.home"), "bin", "java")
        + " --enable-native-access=ALL-UNNAMED -cp "
        + System.getProperty("java.class.path")
        + " io.berth.testbackend.Main --work-folder "
        + work.resolve("work")
        + " "
        + rest;
  }
}
