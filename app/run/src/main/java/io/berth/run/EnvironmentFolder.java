// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Chunk;
import io.berth.spi.Environment;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A folder inside an environment that is filled anew.
final class EnvironmentFolder {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int AT_ONCE = 500;
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Environment environment;
  private final String folder;
  private final String name;
  private int calls;

  /// @param folder an absolute path
  /// @param name what the executions are called after, unique within the environment
  EnvironmentFolder(Environment environment, String folder, String name) {
    this.environment = environment;
    this.folder = folder;
    this.name = name;
  }

  /// Removes everything in it.
  void clear() throws InterruptedException {
    String script =
        "if [ -d \"$1\" ]; then cd \"$1\" && for f in .[!.]* ..?* *; do"
            + " if [ -e \"$f\" ] || [ -L \"$f\" ]; then rm -rf -- \"$f\" || exit; fi; done; fi";
    must(List.of("sh", "-c", script, "sh", folder), "emptied");
  }

  /// Removes files and folders in it, which need not be there.
  ///
  /// @param paths relative to the folder
  void remove(List<String> paths) throws InterruptedException {
    for (int from = 0; from < paths.size(); from += AT_ONCE) {
      List<String> command = new ArrayList<>(List.of("rm", "-rf", "--"));
      for (String path : paths.subList(from, Math.min(paths.size(), from + AT_ONCE))) {
        command.add(folder + "/" + path);
      }
      must(command, "changed");
    }
  }

  /// Removes files in it, and the folders that are empty without them.
  void removeWithFolders(List<String> files) throws InterruptedException {
    remove(files);
    Set<String> folders = new TreeSet<>(Comparator.reverseOrder());
    for (String file : files) {
      for (int at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1)) {
        folders.add(folder + "/" + file.substring(0, at));
      }
    }
    List<String> all = List.copyOf(folders);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<String> command = new ArrayList<>(List.of("rmdir", "--"));
      command.addAll(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
      run(command);
    }
  }

  void fill(Path root, List<Path> files) throws IOException {
    new CopiedFiles(root, files).into(environment, folder);
  }

  /// Lets git look at the files once, so that it takes none for changed; without git nobody asks.
  void refresh() throws InterruptedException {
    run(
        List.of(
            "git",
            "-c",
            "safe.directory=*",
            "-c",
            "core.fsmonitor=false",
            "-C",
            folder,
            "update-index",
            "-q",
            "--refresh"));
  }

  private void must(List<String> command, String what) throws InterruptedException {
    ExecOutcome outcome = run(command);
    if (!(outcome instanceof ExecOutcome.Exited(int code)) || code != 0) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.STORAGE_FAILED,
              "the folder `"
                  + folder
                  + "` cannot be "
                  + what
                  + ": `"
                  + command.getFirst()
                  + "` ended with "
                  + outcome,
              null));
    }
  }

  private ExecOutcome run(List<String> command) throws InterruptedException {
    calls++;
    Execution execution =
        environment.start(
            new ExecSpec(
                new ExecId("files-" + name + "-" + calls),
                command,
                Map.of("PATH", PATH, "LC_ALL", "C"),
                environment.layout().paths().temp(),
                LIMIT));
    long position = 0;
    for (Chunk chunk = execution.read(0, 0);
        !chunk.isEnd();
        chunk = execution.read(position, position)) {
      position = chunk.end();
    }
    return execution.outcome();
  }
}
