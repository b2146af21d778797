// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import java.util.Map;

/// How the system that collects our lines folds parts of them.
public enum Folds {
  /// It does not, or nobody knows.
  NONE,
  /// By `::group::` and `::endgroup::`: GitHub, Forgejo, Gitea.
  ACTIONS,
  /// By section marks: GitLab.
  GITLAB;

  /// Tells from the variables of a process what collects its output.
  public static Folds of(Map<String, String> env) {
    if (!"true".equals(env.get("CI"))) {
      return NONE;
    }
    for (String name : new String[] {"GITHUB_ACTIONS", "FORGEJO_ACTIONS", "GITEA_ACTIONS"}) {
      if ("true".equals(env.get(name))) {
        return ACTIONS;
      }
    }
    return "true".equals(env.get("GITLAB_CI")) ? GITLAB : NONE;
  }

  String open(String title) {
    return switch (this) {
      case NONE -> title + "\n";
      case ACTIONS -> "::group::" + title + "\n";
      case GITLAB -> "\u001b[0Ksection_start:0:berth_step\r\u001b[0K" + title + "\n";
    };
  }

  String close() {
    return switch (this) {
      case NONE -> "";
      case ACTIONS -> "::endgroup::\n";
      case GITLAB -> "\u001b[0Ksection_end:0:berth_step\r\u001b[0K\n";
    };
  }
}
