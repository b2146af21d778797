// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Keeps the tables of `docs/reference/container-options.md` what the tables of the program say.
class OptionsPageTest {

  private static final Path PAGE =
      Path.of(System.getProperty("berth.root"), "docs/reference/container-options.md");
  private static final String START = "<!-- made from the program: `-Dgolden.update` -->\n";
  private static final String END = "<!-- end -->\n";

  @Test
  void thePageSaysWhatTheTablesSay() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(START) + START.length();
    String expected = page.substring(0, from) + tables() + page.substring(page.indexOf(END));

    if (System.getProperty("golden.update") != null) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(expected);
  }

  private static String tables() {
    StringBuilder text = new StringBuilder("\n| key | example |\n|---|---|\n");
    for (AllowList list : AllowList.values()) {
      row(text, "`" + list.key() + "`", "`" + list.example() + "`");
    }
    text.append("\n| limit | where nothing is written |\n|---|---|\n");
    for (Limit limit : Limit.values()) {
      String usual = limit.usual() < 0 ? "none" : limit.words(limit.usual());
      row(text, "`limits." + limit.key() + "`", usual);
    }
    text.append("\n| option | takes | class | allowed by | becomes | why |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (Flag<?> flag : new Flags(Sources.elsewhere()).all()) {
      String names = "`--" + String.join("`, `--", flag.names()) + "`";
      String takes =
          switch (flag.form()) {
            case SWITCH -> "nothing";
            case ONE -> "a value";
            case MANY -> "values";
          };
      row(
          text,
          flag.letter() == ' ' ? names : names + ", `-" + flag.letter() + "`",
          takes,
          flag.rule().standing().word(),
          allowedBy(flag.rule()),
          flag.use().becomes().isEmpty() ? "" : "`" + flag.use().becomes() + "`",
          flag.rule().reason());
    }
    return text.append('\n').toString();
  }

  private static String allowedBy(Rule<?> rule) {
    boolean never = rule.standing() == Rule.Standing.REFUSED && rule.setting().isEmpty();
    return never ? "nothing" : rule.setting().isEmpty() ? "" : "`" + rule.setting() + "`";
  }

  private static void row(StringBuilder text, String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
