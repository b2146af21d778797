// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import io.berth.model.BerthError;
import io.berth.model.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Prints errors: what is wrong, the line at fault with a caret below it, what to do about it.
///
/// @param theme how it looks
/// @param width how many columns there are; only excerpts of files are cut
/// @param sources gives the lines
public record ErrorText(Theme theme, int width, Sources sources) {

  private static final int LONGEST_EXCERPT = 200;

  /// Prints all errors, then once for each code how to learn more.
  public List<String> lines(List<BerthError> errors) {
    List<String> lines = new ArrayList<>();
    Set<String> codes = new LinkedHashSet<>();
    for (BerthError error : errors) {
      lines.addAll(body("error", Role.FAILURE, error));
      codes.add(error.code().id());
    }
    for (String code : codes) {
      lines.add(label("more") + "berth explain " + code);
    }
    return lines;
  }

  /// Prints one error.
  public List<String> lines(BerthError error) {
    return lines(List.of(error));
  }

  /// Prints one error without the hint to learn more.
  public List<String> error(BerthError error) {
    return body("error", Role.FAILURE, error);
  }

  /// Prints one finding that does not stop anything, without the hint to learn more.
  public List<String> warning(BerthError error) {
    return body("warning", Role.WARNING, error);
  }

  private List<String> body(String kind, Role role, BerthError error) {
    List<String> lines = new ArrayList<>();
    String[] problem = error.problem().split("\n", -1);
    String head = theme.paint(role, kind + "[" + error.code().id() + "]:");
    lines.add(head + " " + Ansi.clean(problem[0], false));
    for (int i = 1; i < problem.length; i++) {
      lines.add("  " + Ansi.clean(problem[i], false));
    }
    SourceSpan where = error.where();
    if (where != null) {
      excerpt(where, lines);
    }
    String similar = similar(error.similar());
    if (similar != null) {
      lines.add(label(where == null ? "fix" : "=") + similar);
    }
    if (error.remedy() != null) {
      lines.add(label(where == null ? "fix" : "=") + Ansi.clean(error.remedy(), false));
    }
    return lines;
  }

  private void excerpt(SourceSpan where, List<String> lines) {
    lines.add("  " + theme.paint(Role.DETAIL, "-->") + " " + Ansi.clean(where.toString(), false));
    String line = sources.line(where.file(), where.line());
    if (line == null || line.codePointCount(0, line.length()) < where.column() - 1) {
      return;
    }
    int start = line.offsetByCodePoints(0, where.column() - 1);
    int length = Math.min(where.length(), line.codePointCount(start, line.length()));
    int end = line.offsetByCodePoints(start, Math.max(0, length));
    int room = Math.max(20, Math.min(width, LONGEST_EXCERPT) - 8);
    int skipped = Math.max(0, Math.min(start - room / 2, line.length() - room));
    String shown = line.substring(skipped, Math.min(line.length(), skipped + room));
    String number = Integer.toString(where.line());
    String margin = " ".repeat(number.length());
    String bar = theme.paint(Role.DETAIL, "|");
    String before = Ansi.clean(line.substring(skipped, start), false);
    String marked =
        Ansi.clean(line.substring(start, Math.min(end, skipped + shown.length())), false);
    lines.add(margin + " " + bar);
    lines.add(
        theme.paint(Role.DETAIL, number)
            + " "
            + bar
            + " "
            + Ansi.clean(shown, false).stripTrailing());
    lines.add(
        margin
            + " "
            + bar
            + " "
            + " ".repeat(Width.of(before))
            + theme.paint(Role.FAILURE, "^".repeat(Math.max(1, Width.of(marked)))));
  }

  private static @Nullable String similar(List<String> names) {
    return switch (names.size()) {
      case 0 -> null;
      case 1 -> "did you mean `" + names.getFirst() + "`?";
      default ->
          "did you mean `"
              + String.join("`, `", names.subList(0, names.size() - 1))
              + "` or `"
              + names.getLast()
              + "`?";
    };
  }

  private String label(String word) {
    return word.equals("=")
        ? "   " + theme.paint(Role.DETAIL, "=") + " "
        : "  " + theme.paint(Role.TITLE, word) + " ".repeat(7 - word.length());
  }
}
