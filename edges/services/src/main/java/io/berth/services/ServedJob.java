// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import java.util.List;

/// A job that may use the services, and what of others it may see.
///
/// @param run names the run among all runs of this process: letters, digits, `-`, `_` and `.`
/// @param job names the job within its run, of the same characters
/// @param repository whose caches it uses, as `github.com/owner/name`; any text
/// @param writeScope the ref under which its caches are kept, as `refs/heads/main`; for a pull
///     request its own ref, `refs/pull/7/merge`
/// @param readScopes the refs whose caches it may read, the nearest first, `writeScope` among them
public record ServedJob(
    String run, String job, String repository, String writeScope, List<String> readScopes) {

  private static final int LONGEST_NAME = 128;

  /// Checks the names, because they travel in tokens and addresses.
  ///
  /// @throws IllegalArgumentException if a name is empty, too long or has other characters
  public ServedJob {
    checkName(run);
    checkName(job);
    readScopes = List.copyOf(readScopes);
    if (!readScopes.contains(writeScope)) {
      throw new IllegalArgumentException("`" + writeScope + "` is written and cannot be read");
    }
  }

  private static void checkName(String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("a name has 1 to 128 characters, not " + name.length());
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isPlain = c < 128 && (Character.isLetterOrDigit(c) || "-_.".indexOf(c) >= 0);
      if (!isPlain) {
        throw new IllegalArgumentException("`" + name + "` has other than letters, digits and -_.");
      }
    }
  }

  /// Returns one text for run and job together.
  String key() {
    return run + ":" + job;
  }
}
