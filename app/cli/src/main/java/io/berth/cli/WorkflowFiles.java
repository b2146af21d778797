// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.workflow.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Finds the files that a check is about.
final class WorkflowFiles {

  private WorkflowFiles() {}

  /// Returns the files that were named and those in the folders that were named, or, if nothing
  /// was, every workflow below `directory`.
  ///
  /// @throws BerthException B1006 if there is none
  static List<String> find(List<String> named, Path directory) {
    List<String> files = new ArrayList<>();
    for (String name : named) {
      if (Files.isDirectory(directory.resolve(name))) {
        files.addAll(in(name, directory));
      } else {
        files.add(name);
      }
    }
    if (named.isEmpty()) {
      for (Dialect dialect : new Dialect[] {Dialect.FORGEJO, Dialect.GITEA, Dialect.GITHUB}) {
        files.addAll(in(dialect.folder() + "/workflows", directory));
      }
    }
    if (files.isEmpty()) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.WORKFLOW_NOT_FOUND,
              named.isEmpty()
                  ? "there is no workflow in `.forgejo/workflows`, `.gitea/workflows` or"
                      + " `.github/workflows` of "
                      + directory.toAbsolutePath()
                  : "there is no `.yml` or `.yaml` file in `" + String.join("`, `", named) + "`",
              "name the files to check"));
    }
    return files;
  }

  private static List<String> in(String folder, Path directory) {
    Path path = directory.resolve(folder);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.endsWith(".yml") || name.endsWith(".yaml"))
          .sorted()
          .map(name -> Path.of(folder, name).toString())
          .toList();
    } catch (IOException e) {
      throw InputFile.unreadable(folder, e);
    }
  }
}
