// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.os.ProcessFamily;
import java.io.IOException;
import java.nio.file.Path;

/// What Berth left behind when it was killed: the folders of environments, and processes that still
/// run for them. The next Berth of the same user ends and deletes them.
final class Leftovers {

  private Leftovers() {}

  /// Sweeps a work folder.
  static void sweep(Path workFolder) {
    String[] names = workFolder.toFile().list();
    if (names == null) {
      return;
    }
    for (String name : names) {
      sweep(workFolder.resolve(name), HostPlace.mark(name));
    }
  }

  /// What cannot be swept now is tried again the next time: no reason to fail a job.
  private static void sweep(Path root, String mark) {
    try (FolderLock lock = FolderLock.inherit(root)) {
      if (lock != null && ProcessFamily.endStrangers(mark)) {
        Deletion.of(root);
      }
    } catch (IOException e) {
      return;
    }
  }
}
