// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.output.CommandFile.Entries;
import io.berth.engine.output.CommandFile.Entry;
import io.berth.engine.output.CommandFile.Summary;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandFileTest {

  private static Entries read(String text) {
    return CommandFile.entries(text.getBytes(UTF_8));
  }

  private static Entries complete(String... namesAndValues) {
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      entries.add(new Entry(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Entries.Complete(entries);
  }

  @Test
  void anEmptyFileGivesNothing() {
    assertThat(read("")).isEqualTo(complete());
    assertThat(read("\n\n")).isEqualTo(complete());
  }

  @Test
  void aLineGivesANameAndTheRestAsItsValue() {
    assertThat(read("A=1\n\nB = two = 2 \nC=\nD=x<<y\nE=last"))
        .isEqualTo(complete("A", "1", "B ", " two = 2 ", "C", "", "D", "x<<y", "E", "last"));
  }

  @Test
  void aBlockKeepsItsLinesAsTheyAre() {
    assertThat(read("A<<EOF\nline one\n\n  = two <<\r\nEOF\nB=1\n"))
        .isEqualTo(complete("A", "line one\n\n  = two <<\r", "B", "1"));
  }

  @Test
  void aBlockMayBeEmptyOrBeginAndEndWithEmptyLines() {
    assertThat(read("A<<EOF\nEOF\n")).isEqualTo(complete("A", ""));
    assertThat(read("A<<EOF\n\nEOF\n")).isEqualTo(complete("A", ""));
    assertThat(read("A<<EOF\n\n\nx\n\nEOF")).isEqualTo(complete("A", "\n\nx\n"));
  }

  @Test
  void aDelimiterMayHoldAnything() {
    assertThat(read("A<<=E O<<F=\nx\n=E O<<F=\n")).isEqualTo(complete("A", "x"));
  }

  @Test
  void windowsLineEndsStayInLinesButEndBlocks() {
    assertThat(read("A<<EOF\r\nx\r\ny\r\nEOF\r\n")).isEqualTo(complete("A", "x\r\ny\r"));
  }

  @Test
  void aLineLongerThanAnyBufferIsRead() {
    String value = "v".repeat(3 << 20);

    assertThat(read("A=" + value + "\nB<<E\n" + value + "\nE\n"))
        .isEqualTo(complete("A", value, "B", value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no separator         | Invalid format 'no separator'
          =value               | Invalid format '=value'. Name must not be empty
          <<EOF~x~EOF~         | Invalid format '<<EOF'. Name must not be empty and delimiter must not be empty
          A<<~x~               | Invalid format 'A<<'. Name must not be empty and delimiter must not be empty
          A<<EOF               | Invalid value. Matching delimiter not found 'EOF'
          A<<EOF~x~            | Invalid value. Matching delimiter not found 'EOF'
          A<<EOF~x~ EOF~       | Invalid value. Matching delimiter not found 'EOF'
          A<<EOF~x~x EOF       | Invalid value. EOF marker missing new line.
          """)
  void aBrokenFileSaysWhatIsWrong(String text, String problem) {
    String file = "GOOD=1\n" + text.replace('~', '\n');

    assertThat(read(file)).isEqualTo(new Entries.Broken(List.of(new Entry("GOOD", "1")), problem));
  }

  @Test
  void theHeadingNamesTheCommand() {
    assertThat(CommandFile.failure("env"))
        .isEqualTo("Unable to process file command 'env' successfully.");
  }

  @Test
  void aByteOrderMarkDecidesTheEncoding() {
    assertThat(CommandFile.entries(marked("A=ü\n", UTF_8, 0xef, 0xbb, 0xbf)))
        .isEqualTo(complete("A", "ü"));
    assertThat(CommandFile.entries(marked("A=ü\n", UTF_16LE, 0xff, 0xfe)))
        .isEqualTo(complete("A", "ü"));
    assertThat(CommandFile.entries(marked("A=ü\n", UTF_16BE, 0xfe, 0xff)))
        .isEqualTo(complete("A", "ü"));
  }

  private static byte[] marked(String text, Charset charset, int... mark) {
    byte[] content = text.getBytes(charset);
    byte[] all = new byte[mark.length + content.length];
    for (int i = 0; i < mark.length; i++) {
      all[i] = (byte) mark[i];
    }
    System.arraycopy(content, 0, all, mark.length, content.length);
    return all;
  }

  @Test
  void nodeOptionsIsRefusedWhateverItsCase() {
    List<Entry> env = List.of(new Entry("A", "1"), new Entry("Node_Options", "--x"));

    assertThat(CommandFile.refusals(env)).hasSize(1);
    assertThat(CommandFile.refusals(env).getFirst()).contains("NODE_OPTIONS");
    assertThat(env.stream().filter(CommandFile::isBlocked)).containsExactly(env.getLast());
  }

  @Test
  void everyLineOfPathIsAFolder() {
    assertThat(CommandFile.folders("/a b\n\n/c\r\n/d".getBytes(UTF_8)))
        .containsExactly("/a b", "/c", "/d");
  }

  @Test
  void aSummaryIsMasked() {
    var masker = new Masker(List.of("hunter2"));
    byte[] content = "# hunter2\n".getBytes(UTF_8);

    assertThat(CommandFile.summary(content, content.length, masker))
        .isEqualTo(new Summary.Kept("# ***\n"));
    assertThat(CommandFile.summary(new byte[0], 0, masker)).isEqualTo(new Summary.None());
  }

  @Test
  void aSummaryBeyondTheLimitIsNotKept() {
    byte[] content = new byte[CommandFile.LARGEST_SUMMARY];

    assertThat(CommandFile.summary(content, content.length, new Masker()))
        .isInstanceOf(Summary.Kept.class);
    assertThat(CommandFile.summary(content, content.length + 4096, new Masker()))
        .isEqualTo(
            new Summary.Refused(
                "$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got"
                    + " 1028k."));
  }
}
