// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {

  @TempDir Path folder;

  @Test
  void withoutArgumentsTheCommandsAreListed() throws IOException {
    Called called = Called.with(folder);

    assertThat(called.code()).isZero();
    Golden.check("help.txt", called.out());
  }

  @ParameterizedTest
  @EnumSource
  void everyCommandHasHelp(CommandName command) throws IOException {
    List<String> words = new ArrayList<>(List.of(command.word().split(" ", -1)));
    words.add("--help");
    Called called = Called.with(folder, words.toArray(new String[0]));

    assertThat(called.code()).isZero();
    assertThat(Called.with(folder, "help", command.word()).out()).isEqualTo(called.out());
    assertThat(called.out().lines()).allMatch(line -> line.length() < 80);
    Golden.check("help-" + command.word().replace(' ', '-') + ".txt", called.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"environment", "exit-codes", "files", "formats"})
  void everyTopicHasAText(String topic) {
    Called called = Called.with(folder, "help", topic);

    assertThat(called.code()).isZero();
    assertThat(called.out()).startsWith("# ");
  }

  @Test
  void allThatIsWrongWithALineIsToldAtOnce() throws IOException {
    Called called =
        Called.with(
            folder,
            "exec",
            "--workfows",
            "x",
            "--jbo=build",
            "surplus",
            "--jobs",
            "many",
            "--bakend");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.out()).isEmpty();
    Golden.check("error-usage.txt", called.err());
  }

  @Test
  void valuesThatCannotBeAreToldAtOnce() throws IOException {
    Called called = Called.with(folder, "exec", "--jobs", "0", "--workspace", "cpoy");

    assertThat(called.code()).isEqualTo(2);
    Golden.check("error-values.txt", called.err());
  }

  @Test
  void anOptionGivenTwiceOrWithoutItsValueIsRefused() throws IOException {
    Called called = Called.with(folder, "exec", "--event", "a", "--event", "b", "--job");

    assertThat(called.code()).isEqualTo(2);
    Golden.check("error-twice.txt", called.err());
  }

  @Test
  void aMissingArgumentIsNamed() throws IOException {
    Called called = Called.with(folder, "logs");

    assertThat(called.code()).isEqualTo(2);
    Golden.check("error-missing.txt", called.err());
  }

  @Test
  void aMistypedCommandIsSuggested() throws IOException {
    Called called = Called.with(folder, "exce");

    assertThat(called.code()).isEqualTo(2);
    Golden.check("error-command.txt", called.err());
  }

  @Test
  void aFolderWithoutWorkflowsIsAUsageError() {
    Called called = Called.with(folder, "exec");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).startsWith("error[B1006]:").contains("berth explain B1006");
  }

  @Test
  void aReaderThatGoesAwayEndsTheProgramSilently() {
    Called called = withBrokenOutput("Broken pipe");

    assertThat(called.code()).isEqualTo(141);
    assertThat(called.err()).isEmpty();
  }

  @Test
  void outputThatFindsNoRoomIsAnErrorOfItsOwn() {
    Called called = withBrokenOutput("No space left on device");

    assertThat(called.code()).isEqualTo(3);
    assertThat(called.err()).startsWith("error[B3020]: what Berth prints cannot be written");
  }

  private Called withBrokenOutput(String message) {
    var err = new ByteArrayOutputStream();
    var broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(message);
          }
        };
    var invocation =
        new Invocation(
            Map.of(),
            folder,
            new ByteArrayInputStream(new byte[0]),
            new Output(broken),
            new Output(err),
            new Tty(false, false, false));
    int code = Program.run(new String[] {"version"}, invocation);
    return new Called(code, "", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void coloursAreForcedAndForbiddenByTheUsualVariables() {
    Map<String, String> forced = Map.of("CLICOLOR_FORCE", "1");
    Map<String, String> both = Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1");

    assertThat(Called.with(folder, forced, "", "doctor").out()).contains("\u001b[");
    assertThat(Called.with(folder, both, "", "doctor").out()).doesNotContain("\u001b[");
    assertThat(Called.with(folder, forced, "", "doctor", "--no-color").out())
        .doesNotContain("\u001b[");
  }
}
