// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.workflow.WorkflowReader.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BadInputTest {

  private static final String FILE = "build.yml";

  @Test
  void anEmptyFileHoldsNoWorkflow() {
    assertThat(problems("")).containsExactly("build.yml:1:1 the file holds no workflow");
    assertThat(problems("# only a comment\n"))
        .containsExactly("build.yml:1:1 the file holds no workflow");
  }

  @Test
  void brokenYamlIsRefusedWhereItBreaks() {
    assertThat(problems("on: push\njobs:\n  a: [1, 2\n"))
        .singleElement()
        .asString()
        .startsWith("build.yml:4:1 this is not YAML: ");
  }

  @Test
  void aFileThatIsTooLargeIsRefusedUnread() {
    byte[] content = new byte[50 * 1024 * 1024];
    Arrays.fill(content, (byte) '[');

    BerthError error = only(WorkflowReader.read(FILE, content, Dialect.GITHUB));

    assertThat(error.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    assertThat(error.problem())
        .isEqualTo("the file has more than 1048576 bytes, the most that a workflow may have");
  }

  @Test
  void aLongLineWithinTheLimitIsRead() {
    String text =
        "on: push\njobs: {a: {runs-on: x, steps: [{run: '" + "x".repeat(900_000) + "'}]}}";

    assertThat(problems(text)).isEmpty();
  }

  @Test
  void anAliasBombIsRefusedWithoutBeingExpanded() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 40; i++) {
      String alias = "*a" + (i - 1);
      text.append("a" + i + ": &a" + i + " [" + (alias + ", ").repeat(8) + alias + "]\n");
    }

    assertThat(problems(text.toString()))
        .containsExactly(
            "build.yml:5:5 the file holds more than 50000 values, aliases counted in full");
  }

  @Test
  void anAliasInsideItsOwnAnchorIsRefused() {
    assertThat(problems("on: push\njobs: &a\n  b: *a\n"))
        .containsExactly("build.yml:3:6 the alias `*a` stands inside the value that it names");
  }

  @Test
  void deepNestingIsRefusedAtTheFirstLevelThatIsTooDeep() {
    assertThat(problems("on: " + "[".repeat(100_000)))
        .containsExactly("build.yml:1:54 the file is nested deeper than 50 levels");
  }

  @Test
  void aNulCharacterIsRefusedWhereItStands() {
    assertThat(problems("on: push\njobs:\n  a\0b: 1\n"))
        .containsExactly("build.yml:3:4 the character U+0000 cannot stand in a YAML file");
  }

  @Test
  void bytesThatAreNotUtf8AreRefusedWhereTheyStand() {
    byte[] content = "on: push\njobs: ä\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(only(WorkflowReader.read(FILE, content, Dialect.GITHUB)))
        .extracting(error -> error.where() + " " + error.problem())
        .isEqualTo("build.yml:2:7 the file is not UTF-8 from here on");
  }

  @Test
  void aSecondDocumentIsRefused() {
    assertThat(problems("on: push\n---\non: push\n"))
        .containsExactly("build.yml:2:1 the file has a second document");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() {
    String text = "on: push\njobs: {a: {runs-on: x}}\n";

    assertThat(problems('\uFEFF' + text)).isEmpty();
    assertThat(
            WorkflowReader.read(
                    FILE, ('\uFEFF' + text).getBytes(StandardCharsets.UTF_16LE), Dialect.GITHUB)
                .diagnostics())
        .isEmpty();
  }

  @Test
  void aTagThatWorkflowsDoNotHaveIsRefused() {
    assertThat(problems("on: !!binary aGk=\n"))
        .containsExactly("build.yml:1:5 the tag `!!binary` is not supported");
  }

  @Test
  void thereIsAnEndToWhatIsReported() {
    String text = "on: push\njobs:\n  a:\n    runs-on: x\n    bad: 1\n";
    StringBuilder many = new StringBuilder(text);
    for (int i = 0; i < 200; i++) {
      many.append("    bad").append(i).append(": 1\n");
    }

    List<String> problems = problems(many.toString());

    assertThat(problems).hasSize(101);
    assertThat(problems.get(100)).endsWith("101 more problems are not shown");
  }

  @Test
  void thousandsOfExpressionsInOneTextAreReadOnce() {
    String expressions = "${{ a }}".repeat(20_000);

    List<String> problems =
        problems("on: push\nname: " + expressions + "\njobs: {a: {runs-on: x}}\n");

    assertThat(problems).hasSize(101);
    assertThat(problems.get(99)).isEqualTo("build.yml:2:803 `a` is not a context");
  }

  @Test
  void aChainOfThousandsOfJobsIsFollowedToItsEnd() {
    StringBuilder text = new StringBuilder("on: push\njobs:\n  j0: {runs-on: x, needs: j5999}\n");
    for (int i = 1; i < 6000; i++) {
      text.append("  j" + i + ": {runs-on: x, needs: j" + (i - 1) + "}\n");
    }

    assertThat(problems(text.toString()).get(0))
        .isEqualTo("build.yml:3:3 every job waits for another one, so none can start");
  }

  private static BerthError only(Reading reading) {
    assertThat(reading.workflow()).isNull();
    assertThat(reading.diagnostics()).hasSize(1);
    return reading.diagnostics().get(0).error();
  }

  private static List<String> problems(String text) {
    return WorkflowReader.read(FILE, text.getBytes(StandardCharsets.UTF_8), Dialect.GITHUB)
        .diagnostics()
        .stream()
        .map(found -> found.where() + " " + found.error().problem())
        .toList();
  }
}
