// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.compatibility;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `docs/reference/compatibility.md`, made out of the rows.
final class Page {

  private static final String HEAD =
      """
      # Compatibility

      What workflows and actions of GitHub, Forgejo and Gitea may use, and what becomes of it in `berth exec`.

      | mark | meaning |
      |---|---|
      | ● | served: it means what it means there |
      | ◐ | served with a difference, which the note tells |
      | ○ | refused, with the message that the note tells |
      | – | not there, or passed over, for the reason that the note tells |
      | empty | the dialect does not have it |

      This page is made out of [compatibility.tsv](../../proof/conformance/compatibility.tsv). Tests compare that table with the tables of the program, in both directions, and take the feature of each row
      away in turn: a case of [the suite](../../proof/conformance/workflow/README.md) that the row names has to fail then. Events that `on` does not list below are taken by their name.
      """;

  private Page() {}

  static String of(List<Row> rows) {
    var page = new StringBuilder(HEAD);
    Map<String, List<Row>> sections = new LinkedHashMap<>();
    for (var row : rows) {
      sections.computeIfAbsent(row.section(), _ -> new ArrayList<>()).add(row);
    }
    sections.forEach(
        (title, members) -> {
          page.append("\n## ").append(title(title)).append("\n\n");
          page.append(
              "| | GitHub | Forgejo | Gitea | shown by | note |\n|---|:-:|:-:|:-:|---|---|\n");
          members.forEach(row -> page.append(line(row)));
        });
    return page.toString();
  }

  private static String title(String section) {
    return section.contains("<") || section.contains("[") ? "`" + section + "`" : section;
  }

  private static String line(Row row) {
    var cases = new StringBuilder();
    for (var name : row.cases()) {
      cases
          .append(cases.isEmpty() ? "" : ", ")
          .append("[%s](../../proof/conformance/workflow/%s)".formatted(shown(name), name));
    }
    return "| `%s` | %s | %s | %s | %s | %s |%n"
        .formatted(
            row.name(),
            mark(row.github()),
            mark(row.forgejo()),
            mark(row.gitea()),
            cases,
            row.note());
  }

  private static String shown(String path) {
    return path.substring(0, path.length() - ".yml".length()).toLowerCase(Locale.ROOT);
  }

  private static String mark(Row.State state) {
    return switch (state) {
      case SERVED -> "●";
      case DIFFERS -> "◐";
      case REFUSED -> "○";
      case ABSENT -> "–";
      case FOREIGN -> "";
    };
  }
}
