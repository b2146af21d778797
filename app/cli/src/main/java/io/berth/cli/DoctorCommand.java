// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.console.Role;
import io.berth.console.Theme;
import io.berth.expressions.Json;
import java.util.List;
import picocli.CommandLine.ParseResult;

/// `berth doctor`.
final class DoctorCommand implements Command {

  @Override
  public void declare(Options options) {
    options.flag("print one JSON object a line", "--json");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) {
    List<Doctor.Finding> findings = new Doctor(invocation).findings();
    Theme theme = Colours.theme(line, invocation, invocation.tty().out());
    var text = new StringBuilder();
    for (Doctor.Finding finding : findings) {
      if (Options.has(line, "--json")) {
        json(finding, text);
      } else {
        row(finding, theme, text);
      }
    }
    invocation.out().print(text);
    boolean failed = findings.stream().anyMatch(finding -> finding.state() == Doctor.State.FAIL);
    return failed ? 1 : 0;
  }

  private static void row(Doctor.Finding finding, Theme theme, StringBuilder text) {
    Role role =
        switch (finding.state()) {
          case OK -> Role.SUCCESS;
          case WARN -> Role.WARNING;
          case FAIL -> Role.FAILURE;
        };
    String word = finding.state().word();
    text.append(theme.paint(role, word)).repeat(' ', 6 - word.length());
    text.append(finding.about()).repeat(' ', Math.max(1, 16 - finding.about().length()));
    text.append(finding.found()).append('\n');
    if (finding.fix() != null) {
      text.append("      fix: ").append(finding.fix()).append('\n');
    }
  }

  private static void json(Doctor.Finding finding, StringBuilder text) {
    Json.quote(finding.about(), text.append("{\"about\":"));
    Json.quote(finding.state().word(), text.append(",\"state\":"));
    Json.quote(finding.found(), text.append(",\"found\":"));
    if (finding.fix() != null) {
      Json.quote(finding.fix(), text.append(",\"fix\":"));
    }
    text.append("}\n");
  }
}
