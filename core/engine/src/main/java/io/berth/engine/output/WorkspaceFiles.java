// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import java.io.IOException;

/// The files where a step runs, as far as its output speaks of them.
public interface WorkspaceFiles {

  /// No files at all.
  WorkspaceFiles NONE =
      new WorkspaceFiles() {
        @Override
        public String read(String path) throws IOException {
          throw new IOException("there are no files");
        }

        @Override
        public boolean exists(String path) {
          return false;
        }
      };

  /// Returns the text of a file.
  ///
  /// @param path an absolute path where the step runs
  /// @throws IOException if there is none or it cannot be read; the message says why
  String read(String path) throws IOException;

  /// Returns whether there is a file, and not a folder, at this path.
  ///
  /// @param path an absolute path where the step runs
  boolean exists(String path);
}
