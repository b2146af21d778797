// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import java.util.List;

/// What a step asks of `actions/checkout`.
///
/// @param folder where to put the files, an absolute path inside the environment
/// @param source what to put there
/// @param depth how many commits of the history, or 0: all, with all branches and tags
/// @param options what else
public record CheckoutRequest(String folder, Source source, int depth, Options options) {

  /// What is checked out.
  ///
  /// @param server `https://` and the host of another forge, or an empty text
  /// @param repository `owner/name` of another repository, or an empty text: the one that runs
  /// @param ref a branch, a tag or a commit; empty for the files as they are, or for the default
  ///     branch of another repository
  /// @param token what the server of another repository wants to see, or an empty text
  public record Source(String server, String repository, String ref, String token) {

    /// Prints no token.
    @Override
    public String toString() {
      return "Source[" + repository + "@" + ref + "]";
    }
  }

  /// What else is asked.
  ///
  /// @param tags whether all tags are fetched whatever the depth
  /// @param clean whether files that are not of the commit go
  /// @param submodules whether submodules are wanted
  /// @param largeFiles whether files of LFS are wanted
  /// @param sparse the folders or patterns to keep; none: everything
  /// @param cone whether those are folders
  public record Options(
      boolean tags,
      boolean clean,
      boolean submodules,
      boolean largeFiles,
      List<String> sparse,
      boolean cone) {
    public Options {
      sparse = List.copyOf(sparse);
    }
  }
}
