// SPDX-License-Identifier: Apache-2.0

import io.berth.kit.Place;
import io.berth.kit.Running;
import io.berth.os.Launch;
import io.berth.os.ProcessFamily;
import io.berth.os.Program;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// One environment.
///
/// @param root what is deleted with it
/// @param layout where things are in it
/// @param family all processes that were started in it
record Folder(Path root, Layout layout, ProcessFamily family) implements Place {

  /// The variable by which a process that left its family is found again.
  private static final String MARK = "BERTH_EXAMPLE";

  static Folder make(Path root, EnvironmentRequest request) throws IOException {
    String name = request.plan().name().replaceAll("[^A-Za-z0-9._-]", "_");
    Path work = root.resolve("work").resolve(name.replaceAll("^\\.*$", "work"));
    var paths =
        new Layout.Paths(
            work.toString(), root + "/temp", root + "/tools", root + "/actions");
    for (String path : List.of(paths.workspace(), paths.temp(), paths.toolCache(), paths.actions())) {
      Files.createDirectories(Path.of(path));
    }
    String id = root.getFileName().toString();
    String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    var env = Map.of("PATH", path, "HOME", root.toString(), MARK, id);
    var layout = new Layout(paths, FolderBackend.OS, FolderBackend.ARCH, env);
    return new Folder(root, layout, new ProcessFamily(MARK + "=" + id, root));
  }

  @Override
  public Running start(ExecSpec spec) throws IOException {
    return switch (family.start(new Program(spec.command(), spec.env(), spec.directory()))) {
      case Launch.Running(var child) -> new Command(child, family);
      case Launch.Refused(int code, String problem) ->
          Running.ended(new ExecOutcome.NotStarted(code, problem));
    };
  }

  @Override
  public void copyIn(String directory, InputStream tar) throws IOException {
    Files.createDirectories(Path.of(directory));
    Process process = start("tar", "-C", directory, "-xpof", "-");
    try (OutputStream in = process.getOutputStream()) {
      tar.transferTo(in);
    } catch (IOException e) {
      process.destroy();
      throw e;
    }
    check(process);
  }

  @Override
  public void copyOut(String path, OutputStream tar) throws IOException {
    Path file = Path.of(path);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(path);
    }
    boolean isFolder = Files.isDirectory(file);
    String from = String.valueOf(isFolder ? file : file.getParent());
    String what = isFolder ? "." : String.valueOf(file.getFileName());
    Process process = start("tar", "-C", from, "-cf", "-", "--", what);
    try (InputStream out = process.getInputStream()) {
      out.transferTo(tar);
    }
    check(process);
  }

  @Override
  public void stop() {
    family.end();
  }

  @Override
  public boolean remove() throws IOException {
    boolean none = family.end();
    check(start("sh", "-c", "! [ -e \"$0\" ] || { chmod -R u+rwX \"$0\"; rm -rf \"$0\"; }", root.toString()));
    return none;
  }

  private Process start(String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void check(Process process) throws IOException {
    int status = process.onExit().join().exitValue();
    if (status != 0) {
      throw new IOException("`" + process.info().command().orElse("a program") + "` ended with " + status);
    }
  }
}
