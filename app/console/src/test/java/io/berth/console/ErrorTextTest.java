// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorTextTest {

  private static final Theme PLAIN = new Theme(false, true);

  @Test
  void everyFormOfAnErrorIsAsReviewed() throws IOException {
    List<String> file =
        List.of(
            "on: push", "\tjobs: x", "  名前: ${{ github.foo }} # wide", "x".repeat(500) + "HERE");
    Sources sources = (_, line) -> line <= file.size() ? file.get(line - 1) : null;
    List<BerthError> errors = new ArrayList<>();
    errors.add(BerthError.of(ErrorCode.FILE_UNREADABLE, "`x` cannot be read: no such file", null));
    errors.add(
        new BerthError(
            ErrorCode.USAGE, "`--jbo` is not an option", null, null, List.of("--job", "--jobs")));
    errors.add(
        new BerthError(
            ErrorCode.WORKFLOW_INVALID,
            "`jobs` is indented",
            "remove the tab",
            new SourceSpan("ci.yml", 2, 2, 4),
            List.of()));
    errors.add(
        new BerthError(
            ErrorCode.EXPRESSION_INVALID,
            "there is no `foo`",
            null,
            new SourceSpan("ci.yml", 3, 11, 10),
            List.of("ref")));
    errors.add(
        new BerthError(
            ErrorCode.WORKFLOW_INVALID,
            "far to the right",
            null,
            new SourceSpan("ci.yml", 4, 501, 4),
            List.of()));
    errors.add(
        new BerthError(
            ErrorCode.WORKFLOW_INVALID,
            "past the end of its line",
            null,
            new SourceSpan("ci.yml", 1, 9, 40),
            List.of()));
    errors.add(
        new BerthError(
            ErrorCode.WORKFLOW_INVALID,
            "in a line that is not there",
            null,
            new SourceSpan("ci.yml", 40, 1, 1),
            List.of()));

    String text = String.join("\n", new ErrorText(PLAIN, 80, sources).lines(errors)) + "\n";

    Golden.check("errors.txt", text);
  }

  @Test
  void aPlaceAnywhereInAnyLineIsShownWithoutBreaking() {
    String line = "a日\t🚀e\u0301 `x`".repeat(40);
    int codePoints = line.codePointCount(0, line.length());
    for (int column = 1; column <= codePoints + 1; column++) {
      var error =
          new BerthError(
              ErrorCode.WORKFLOW_INVALID, "p", null, new SourceSpan("f", 1, column, 7), List.of());

      List<String> lines = new ErrorText(PLAIN, 60, (_, _) -> line).error(error);

      assertThat(lines.getLast()).contains("^");
    }
  }

  @Test
  void controlCharactersOfAFileDoNotReachTheTerminal() {
    var error =
        new BerthError(
            ErrorCode.WORKFLOW_INVALID,
            "odd \u001b[2J name",
            null,
            new SourceSpan("a\u0007b", 1, 1, 1),
            List.of());

    List<String> lines = new ErrorText(PLAIN, 80, (_, _) -> "x\u001b]0;t\u0007y").error(error);

    assertThat(lines).noneMatch(line -> line.indexOf('\u001b') >= 0 || line.indexOf('\u0007') >= 0);
  }
}
