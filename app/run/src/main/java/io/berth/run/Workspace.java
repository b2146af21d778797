// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.spi.Environment;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What steps find in their folder. All jobs of a run get the same files.
final class Workspace {

  private final Path repository;
  private final ExecRequest.WorkspaceContent content;
  private RepositoryFiles.@Nullable Found found;
  private boolean remarked;

  /// @param repository the folder of the user, which is read and never written
  /// @param content what is there before the first step runs
  Workspace(Path repository, ExecRequest.WorkspaceContent content) {
    this.repository = repository;
    this.content = content;
  }

  /// Fills the workspace before the first step.
  void fill(Environment environment) throws IOException {
    switch (content) {
      case COPY -> copy(environment, environment.layout().paths().workspace());
      case EMPTY -> {}
    }
  }

  /// Puts the files into a folder of the environment.
  ///
  /// @param replaced whether something else was put there since the environment was filled
  void bring(Environment environment, String folder, boolean replaced) throws IOException {
    boolean there =
        content == ExecRequest.WorkspaceContent.COPY
            && !replaced
            && folder.equals(environment.layout().paths().workspace());
    if (!there) {
      copy(environment, folder);
    }
  }

  Path repository() {
    return repository;
  }

  private void copy(Environment environment, String folder) throws IOException {
    new CopiedFiles(repository, found().files()).into(environment, folder);
  }

  private synchronized RepositoryFiles.Found found() throws IOException {
    RepositoryFiles.Found known = found;
    if (known == null) {
      known = RepositoryFiles.in(repository);
      found = known;
    }
    return known;
  }

  /// Returns what everybody should know about the copy, or `null`; it is said once.
  synchronized @Nullable String remark() {
    int unnamed = found == null ? 0 : found.unnamed();
    if (unnamed == 0 || remarked) {
      return null;
    }
    remarked = true;
    String files = unnamed == 1 ? "1 file is" : unnamed + " files are";
    return files + " left out of the workspaces, because a name is not UTF-8";
  }
}
