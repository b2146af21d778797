// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import java.util.List;
import java.util.Locale;

/// Why a server did not give what it was asked for.
///
/// @param kind what to make of it
/// @param said what git said, its last words first, at most three lines
record Refusal(Kind kind, String said) {

  /// What to make of it.
  enum Kind {
    /// There is no such repository.
    MISSING,
    /// Nobody sees that repository without a right to.
    DENIED,
    /// There is no such commit.
    NO_COMMIT,
    /// The server gives branches and tags alone.
    NO_CHOICE,
    /// It may work next time.
    PASSING
  }

  private static final List<String> NO_COMMIT = List.of("not our ref");
  private static final List<String> NO_CHOICE =
      List.of(
          "unadvertised object",
          "dumb http transport does not support",
          "does not support shallow",
          "couldn't find remote ref",
          "shallow capabilities");
  private static final List<String> DENIED =
      List.of(
          "could not read username",
          "could not read password",
          "authentication failed",
          "returned error: 401",
          "returned error: 403",
          "permission denied",
          "dubious ownership",
          "access denied");
  private static final List<String> MISSING =
      List.of(
          "returned error: 404",
          "returned error: 410",
          "' not found",
          "repository not found",
          "does not appear to be a git repository",
          "does not exist",
          "no such file or directory",
          "not valid: is this a git repository");

  static Refusal of(Git.Answer answer) {
    return switch (answer.ended()) {
      case TOO_LONG -> new Refusal(Kind.PASSING, "it did not end in time");
      case TOO_MUCH -> new Refusal(Kind.PASSING, "it gave too much");
      case DONE, FAILED -> of(answer.output());
    };
  }

  private static Refusal of(String output) {
    String text = output.toLowerCase(Locale.ROOT);
    Kind kind = Kind.PASSING;
    if (holds(text, NO_COMMIT)) {
      kind = Kind.NO_COMMIT;
    } else if (holds(text, NO_CHOICE)) {
      kind = Kind.NO_CHOICE;
    } else if (holds(text, DENIED)) {
      kind = Kind.DENIED;
    } else if (holds(text, MISSING)) {
      kind = Kind.MISSING;
    }
    return new Refusal(kind, said(output));
  }

  private static boolean holds(String text, List<String> any) {
    return any.stream().anyMatch(text::contains);
  }

  private static String said(String output) {
    List<String> lines =
        output
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("fatal:") || line.startsWith("error:"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .distinct()
            .limit(3)
            .toList();
    return lines.isEmpty() ? "git said nothing" : String.join("; ", lines);
  }
}
