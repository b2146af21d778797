// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.console.Theme;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// Decides whether colours and more than ASCII are shown, by what users of other tools know.
final class Colours {

  private Colours() {}

  /// Decides for one stream. `--no-color` and `NO_COLOR` win, then `CLICOLOR_FORCE`, then what the
  /// stream is.
  ///
  /// @param line what was typed, or `null` if it could not be read
  /// @param terminal whether the stream is a terminal
  static Theme theme(@Nullable ParseResult line, Invocation invocation, boolean terminal) {
    return new Theme(colour(line, invocation, terminal), unicode(invocation));
  }

  private static boolean colour(
      @Nullable ParseResult line, Invocation invocation, boolean terminal) {
    if ((line != null && line.hasMatchedOption("--no-color"))
        || invocation.variable("NO_COLOR") != null) {
      return false;
    }
    String force = invocation.variable("CLICOLOR_FORCE");
    if (force != null && !force.equals("0")) {
      return true;
    }
    return terminal && !isDumb(invocation) && !"0".equals(invocation.variable("CLICOLOR"));
  }

  static boolean isDumb(Invocation invocation) {
    String term = invocation.variable("TERM");
    return term == null || term.equals("dumb");
  }

  private static boolean unicode(Invocation invocation) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = invocation.variable(name);
      if (value != null) {
        String locale = value.toUpperCase(Locale.ROOT);
        return locale.contains("UTF-8") || locale.contains("UTF8");
      }
    }
    return false;
  }
}
