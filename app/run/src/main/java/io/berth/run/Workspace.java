// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.spi.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What steps find in their folder. All jobs of a run get the same files.
final class Workspace {

  private final Path repository;
  private final ExecRequest.WorkspaceContent content;
  private @Nullable List<Path> files;

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

  /// Puts the files into a folder of the environment, unless they are there already.
  void bring(Environment environment, String folder) throws IOException {
    boolean there =
        content == ExecRequest.WorkspaceContent.COPY
            && folder.equals(environment.layout().paths().workspace());
    if (!there) {
      copy(environment, folder);
    }
  }

  private void copy(Environment environment, String folder) throws IOException {
    try (var tar = new TarStream(repository, files())) {
      environment.copyIn(folder, tar);
    }
  }

  private synchronized List<Path> files() throws IOException {
    List<Path> known = files;
    if (known == null) {
      known = new RepositoryFiles(repository).list();
      files = known;
    }
    return known;
  }
}
