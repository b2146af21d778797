// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.model.SourceSpan;
import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Findings.Remark;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// The form of the ids of jobs and steps, and the ids taken in one scope.
final class Identifiers {

  private static final int LENGTH_BOUND = 100;

  private final Findings findings;
  private final Set<String> taken = new HashSet<>();

  Identifiers(Findings findings) {
    this.findings = findings;
  }

  /// Returns whether a character may stand in an id.
  static boolean isPart(char c) {
    return isStart(c) || (c >= '0' && c <= '9') || c == '-';
  }

  private static boolean isStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  /// Takes an id, and reports it if it is malformed, reserved or taken.
  void take(String id, SourceSpan where) {
    if (!isValid(id)) {
      findings.error(
          Rule.ID,
          where,
          Remark.of(
                  "`" + id + "` is not an id",
                  "The identifier '"
                      + id
                      + "' is invalid. IDs may only contain alphanumeric characters, '_', and '-'."
                      + " IDs must start with a letter or '_' and and must be less than 100"
                      + " characters.")
              .fix(
                  "Use letters, digits, `_` and `-`, begin with a letter or `_`, and stay below 100"
                      + " characters."));
    } else if (id.startsWith("__")) {
      findings.error(
          Rule.ID,
          where,
          Remark.of(
                  "`" + id + "` begins with `__`, which is reserved",
                  "The identifier '" + id + "' is invalid. IDs starting with '__' are reserved.")
              .fix("Begin the id with a letter or one `_`."));
    } else if (!taken.add(id.toLowerCase(Locale.ROOT))) {
      findings.error(
          Rule.ID,
          where,
          Remark.of(
                  "the id `" + id + "` is taken by an earlier step",
                  "The identifier '"
                      + id
                      + "' may not be used more than once within the same scope.")
              .fix("Give each step an id of its own; case makes no difference."));
    }
  }

  private static boolean isValid(String id) {
    if (id.isEmpty() || id.length() >= LENGTH_BOUND || !isStart(id.charAt(0))) {
      return false;
    }
    for (int i = 1; i < id.length(); i++) {
      if (!isPart(id.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
