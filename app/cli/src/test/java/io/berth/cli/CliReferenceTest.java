// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Keeps `docs/reference/cli.md` what the commands say of themselves.
class CliReferenceTest {

  @Test
  void theReferenceSaysWhatTheCommandsSay() throws IOException {
    var text = new StringBuilder("# The command line\n\nMade from the program by a test;");
    text.append(" `-Dgolden.update` rewrites it.\n");
    for (CommandName command : CommandName.values()) {
      var help = new HelpText(command, Options.of(command.create()).spec());
      text.append("\n## berth ").append(command.word()).append("\n\n");
      text.append(Character.toUpperCase(command.summary().charAt(0)));
      text.append(command.summary().substring(1)).append(".\n\n    ");
      text.append(help.synopsis()).append("\n\n| | |\n|---|---|\n");
      help.parameters().forEach(entry -> row(entry, text));
      help.options().forEach(entry -> row(entry, text));
    }

    Golden.checkFile("docs/reference/cli.md", text.toString());
  }

  private static void row(HelpText.Entry entry, StringBuilder text) {
    text.append("| `").append(entry.left()).append("` | ");
    text.append(entry.description().replace("|", "\\|")).append(" |\n");
  }
}
