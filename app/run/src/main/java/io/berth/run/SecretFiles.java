// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/// How well secrets are kept where the user wrote them down.
final class SecretFiles {

  private SecretFiles() {}

  /// Says where somebody else could read them.
  static void remarks(ExecRequest.Assignments secrets, List<String> remarks) {
    for (String given : secrets.given()) {
      int equals = given.indexOf('=');
      if (equals > 0) {
        String name = given.substring(0, equals);
        remarks.add(
            "the value of `--secret "
                + name
                + "=` can be read in the list of processes; `--secret "
                + name
                + "` takes it from a variable or asks for it");
      }
    }
    for (Path file : secrets.files()) {
      // What the shell hands over by a number or a pipe is no file that anybody else could open.
      if (Files.isRegularFile(file) && !file.startsWith("/dev") && !file.startsWith("/proc")) {
        file(file, remarks);
      }
    }
  }

  private static void file(Path file, List<String> remarks) {
    if (isForAll(file)) {
      remarks.add(
          "every user of this machine can read the secrets in `"
              + file
              + "`: `chmod 600 "
              + file
              + "`");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && Git.rootAbove(folder) != null) {
      String name = String.valueOf(file.getFileName());
      Git.Answer listed =
          new Git(folder).ask("ls-files", "--cached", "--others", "--exclude-standard", "--", name);
      if (!listed.text().isEmpty()) {
        remarks.add(
            "git does not ignore the secrets in `"
                + file
                + "`, so that they are copied into workspaces and can be committed:"
                + " add the file to `.gitignore`");
      }
    }
  }

  private static boolean isForAll(Path file) {
    try {
      return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
          .contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
