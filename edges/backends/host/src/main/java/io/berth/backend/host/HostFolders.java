// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.spi.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The folders of one environment. Only the user whom Berth runs as can enter them.
///
/// @param root all of the environment; removed with it
/// @param workspace where steps start
/// @param temp for files that live as long as the environment
/// @param actions where the files of actions are put
/// @param lock says that the environment lives
/// @param toolCache shared by the environments of one work folder, outlives them
record HostFolders(
    Path root, Path workspace, Path temp, Path actions, Path toolCache, FolderLock lock) {

  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(
          Set.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  Layout.Paths paths() {
    return new Layout.Paths(
        workspace.toString(), temp.toString(), toolCache.toString(), actions.toString());
  }

  /// Finds those that an earlier process made and gave up.
  static HostFolders found(Path workFolder, String id, String name) {
    return of(workFolder, id, name, FolderLock.none(workFolder.resolve(id)));
  }

  private static HostFolders of(Path workFolder, String id, String name, FolderLock lock) {
    Path root = workFolder.resolve(id);
    return new HostFolders(
        root,
        root.resolve("work").resolve(name),
        root.resolve("temp"),
        root.resolve("actions"),
        workFolder.resolve("_tools"),
        lock);
  }

  /// Makes them below `workFolder`.
  static HostFolders make(Path workFolder, String id, String name) throws IOException {
    Files.createDirectories(workFolder);
    Path root = Files.createDirectory(workFolder.resolve(id), PRIVATE);
    HostFolders folders = of(workFolder, id, name, FolderLock.take(root));
    Files.createDirectories(folders.workspace);
    Files.createDirectory(folders.temp);
    Files.createDirectory(folders.actions);
    Files.createDirectories(folders.toolCache);
    return folders;
  }
}
