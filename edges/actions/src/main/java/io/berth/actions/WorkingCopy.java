// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A repository made to be copied into an environment, with its `.git`; deleted when this is
/// closed.
///
/// @param root its folder
/// @param ref the full name of its branch or tag, or the commit if it is neither
/// @param commit its commit
/// @param left the tracked files that a sparse checkout leaves out, relative to the root
public record WorkingCopy(Path root, String ref, String commit, List<String> left)
    implements AutoCloseable {

  public WorkingCopy {
    left = List.copyOf(left);
  }

  /// What is asked of a working copy.
  ///
  /// @param files whether it holds files beside `.git`; a sparse one does either way
  /// @param depth how many commits of its history it has, or 0: all, with all branches and tags
  /// @param tags whether it has all tags whatever the depth
  /// @param submodules whether it must not have submodules, which are not fetched
  /// @param largeFiles whether it must not have files of LFS, which are not fetched
  /// @param sparse what a sparse checkout keeps
  /// @param origin the URL of its remote `origin`, or an empty text
  public record Wanted(
      boolean files,
      int depth,
      boolean tags,
      boolean submodules,
      boolean largeFiles,
      Sparse sparse,
      String origin) {}

  /// What a sparse checkout keeps.
  ///
  /// @param paths folders or patterns; none: everything
  /// @param cone whether they are folders
  public record Sparse(List<String> paths, boolean cone) {
    public Sparse {
      paths = List.copyOf(paths);
    }
  }

  @Override
  public void close() {
    try {
      Path scratch = root.getParent();
      if (scratch != null) {
        Cache.delete(scratch);
      }
    } catch (IOException e) {
      throw Storage.failure("delete", root, e);
    }
  }
}
