// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ParseResult;

/// `berth explain`.
final class ExplainCommand implements Command {

  @Override
  public void declare(Options options) {
    options.parameter("0..1", "CODE", "such as B1001; without one, all codes are listed");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) {
    String given = line.matchedPositionalValue(0, null);
    invocation.out().print(given == null ? list() : text(given));
    return 0;
  }

  static String text(String given) {
    String wanted = given.toUpperCase(Locale.ROOT);
    List<String> known = new ArrayList<>();
    for (ErrorCode code : ErrorCode.values()) {
      if (code.id().equals(wanted)) {
        return "# "
            + code.id()
            + ": "
            + code.title()
            + "\n\n"
            + Texts.resource("explain/" + code.id() + ".md");
      }
      known.add(code.id());
    }
    throw new BerthException(
        new BerthError(
            ErrorCode.USAGE,
            "`" + given + "` is not a code of Berth",
            "`berth explain` lists all codes",
            null,
            NearMiss.of(wanted, known)));
  }

  private static String list() {
    var text = new StringBuilder();
    for (ErrorCode code : ErrorCode.values()) {
      text.append(code.id()).append("  ").append(code.title()).append('\n');
    }
    return text.toString();
  }
}
