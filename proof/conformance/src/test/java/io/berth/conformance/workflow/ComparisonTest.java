// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.conformance.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A case finds every difference, and only those.
class ComparisonTest {

  private static final String RUN =
      """
      {"type":"run.started","title":"case"}
      {"type":"job.added","job":"a","name":"first"}
      {"type":"job.planned","job":"b","legs":[{"job":"b_1","name":"b (1)","matrix":{"v":1}}]}
      {"type":"job.started","job":"a"}
      {"type":"step.added","job":"a","step":2,"id":"s","name":"Run x"}
      {"type":"log","job":"a","step":2,"text":"##[group]Run x"}
      {"type":"log","job":"a","step":2,"text":"##[endgroup]"}
      {"type":"log","job":"a","step":2,"text":"hello"}
      {"type":"step.annotated","job":"a","step":2,"level":"warning","message":"m","title":"t",\
      "place":{"file":"f","line":3,"endLine":0,"column":0,"endColumn":0}}
      {"type":"step.finished","job":"a","step":2,"outcome":"failure","conclusion":"success",\
      "exitCode":3}
      {"type":"job.finished","job":"a","conclusion":"success","outputs":{"x":"1"}}
      {"type":"job.started","job":"b_1"}
      {"type":"job.finished","job":"b_1","conclusion":"success","outputs":{}}
      """;

  @TempDir Path temp;

  @Test
  void whatCameAsExpectedMakesNoDifference() throws IOException {
    var differences =
        differences(
            """
            exit 0
            title case
            before first | b (1)
            apart b (1) | first
            nowhere secret
            job first: success
              output x=1
              step s: failure/success exit 3
                name Run x
                | hello
                ~ ell
                ! llo!
                warning m {file=f line=3 title=t}
            job b (1): success
              no-outputs
              matrix {"v":1}
            """);

    assertThat(differences).isEmpty();
  }

  @Test
  void everyDifferenceIsReportedAtOnce() throws IOException {
    var differences =
        differences(
            """
            exit 1
            title other
            before b (1) | first
            nowhere hello
            job first: failure
              output x=2
              step s: success/failure exit 4
                | goodbye
                ~ goodbye
                ! hello
                no-remarks
              step lost: success
            job b (1): success
              matrix {"v":2}
            """);

    assertThat(differences)
        .anySatisfy(line -> assertThat(line).startsWith("exit status: expected `1`, found `0`"))
        .anySatisfy(line -> assertThat(line).startsWith("title"))
        .anySatisfy(line -> assertThat(line).contains("must be over before"))
        .anySatisfy(line -> assertThat(line).contains("`hello` was printed"))
        .anySatisfy(line -> assertThat(line).startsWith("job first: conclusion"))
        .anySatisfy(line -> assertThat(line).startsWith("job first: outputs"))
        .anySatisfy(line -> assertThat(line).startsWith("job first: step s: outcome"))
        .anySatisfy(line -> assertThat(line).startsWith("job first: step s: conclusion"))
        .anySatisfy(line -> assertThat(line).startsWith("job first: step s: exit code"))
        .anySatisfy(line -> assertThat(line).contains("| goodbye").contains("| hello"))
        .anySatisfy(line -> assertThat(line).contains("`goodbye` is missing"))
        .anySatisfy(line -> assertThat(line).contains("`hello` must not be in its output"))
        .anySatisfy(line -> assertThat(line).startsWith("job first: step s: annotations"))
        .anySatisfy(line -> assertThat(line).contains("there is no such step"))
        .anySatisfy(line -> assertThat(line).startsWith("job b (1): matrix"))
        .hasSize(15);
  }

  @Test
  void aJobThatIsNotExpectedIsADifference() throws IOException {
    assertThat(differences("exit 0\njob first: success\n"))
        .containsExactly("jobs: expected `[first]`, found `[first, b (1)]`");
  }

  @Test
  void aLineThatSaysNothingIsNamedWithItsPlace() {
    assertThatThrownBy(() -> differences("exit 0\njob first: success\n   | out of place\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("case.yml:5: `| out of place` is no expectation at this place");
  }

  @Test
  void aCaseWithoutExpectationsIsRefused() {
    assertThatThrownBy(() -> differences("")).hasMessageContaining("`--- expect`");
  }

  private List<String> differences(String expected) throws IOException {
    var file = temp.resolve("case.yml");
    Files.writeString(file, "on: push\n--- expect\n" + expected);
    return Comparison.of(CaseFile.read(file), Observed.of(new Program.Ended(0, RUN)));
  }
}
