// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

/// Whose reading of the language applies.
public enum Dialect {
  /// GitHub, and files in `.github/workflows`.
  GITHUB(".github"),
  /// Forgejo, and files in `.forgejo/workflows`.
  FORGEJO(".forgejo"),
  /// Gitea, and files in `.gitea/workflows`.
  GITEA(".gitea");

  private final String folder;

  Dialect(String folder) {
    this.folder = folder;
  }

  /// Returns the folder at the root of a repository that holds the workflows, for example
  /// `.github`.
  public String folder() {
    return folder;
  }

  /// Returns the dialect of the innermost folder of this name in a path, or GitHub's if there is
  /// none.
  ///
  /// @param path a path with `/` or `\` between its parts
  public static Dialect of(String path) {
    Dialect innermost = GITHUB;
    int best = -1;
    String slashed = "/" + path.replace('\\', '/');
    for (Dialect dialect : values()) {
      int at = slashed.lastIndexOf("/" + dialect.folder + "/");
      if (at > best) {
        best = at;
        innermost = dialect;
      }
    }
    return innermost;
  }
}
