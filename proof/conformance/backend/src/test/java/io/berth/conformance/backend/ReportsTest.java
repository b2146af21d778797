// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportsTest {

  private static final Path GOLDEN =
      Path.of(System.getProperty("berth.root"), "proof/conformance/backend/src/test/golden");

  private static final Report REPORT =
      new Report(
          "./my-plugin --quiet",
          List.of(
              result("ENV-01", Profile.CORE, new Verdict.Passed(), 1234),
              result(
                  "EXE-01",
                  Profile.EXEC,
                  new Verdict.Failed("the outcome of `exit 42` is <1> | \"42\"\nwas wanted"),
                  56),
              result("FIL-01", Profile.FILES, new Verdict.Failed("a file is gone"), 7),
              result("FIL-02", Profile.FILES, new Verdict.Failed("another is"), 0),
              result(
                  "REC-02",
                  Profile.RECOVERY,
                  new Verdict.Untried("needs a way to start the plugin anew: give --allow-restart"),
                  0),
              result(
                  "REC-03",
                  Profile.RECOVERY,
                  new Verdict.Untried("needs a way to start the plugin anew: give --allow-restart"),
                  0),
              result("TCP-01", Profile.TCP, new Verdict.Inapplicable("needs a token"), 0)),
          Duration.ofMillis(9876));

  private static Result result(String id, Profile profile, Verdict verdict, int milliseconds) {
    return new Result(
        id, profile, "the promise of " + id, verdict, Duration.ofMillis(milliseconds));
  }

  @ParameterizedTest
  @EnumSource(Reports.class)
  void aReportIsWrittenInEveryForm(Reports form) throws IOException {
    Path file = GOLDEN.resolve("report." + form.word());
    String written = form.written(REPORT);
    if (System.getProperty("golden.update") != null) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, written);
    }

    assertThat(written).as("rewrite it with -Dgolden.update").isEqualTo(Files.readString(file));
  }

  @Test
  void aReportWithNothingToMendGivesNoAdvice() {
    var clean =
        new Report(
            "x",
            List.of(result("ENV-01", Profile.CORE, new Verdict.Passed(), 1)),
            Duration.ofMillis(1500));

    assertThat(Reports.ending(clean)).isEqualTo("x: 1 cases, 1 passed, in 1.5 s\n");
    assertThat(clean.isClean()).isTrue();
    assertThat(REPORT.isClean()).isFalse();
  }
}
