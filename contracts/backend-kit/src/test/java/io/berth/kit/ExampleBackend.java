// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.Capabilities;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Layout;
import io.berth.spi.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/// The least backend: folders, processes of Java, and the `tar` of this machine.
record ExampleBackend(Path folder) implements SmallBackend {

  @Override
  public String name() {
    return "example";
  }

  @Override
  public Capabilities capabilities() {
    var limits =
        new Capabilities.Limits(100, 100, 100, RetainedOutput.ROOM, 8 << 20, Duration.ofHours(1));
    return new Capabilities(
        Map.of(),
        Capabilities.Isolation.NONE,
        Capabilities.Recovery.NONE,
        EnumSet.allOf(Signal.class),
        EnumSet.noneOf(io.berth.spi.AccessMethod.Kind.class),
        Map.of(),
        limits);
  }

  @Override
  public List<LabelVerdict> validateLabels(List<LabelConfiguration> labels) {
    return List.of();
  }

  @Override
  public Place make(EnvironmentRequest request, Marks marks) throws IOException {
    Path root = Files.createDirectories(folder.resolve(request.id()));
    for (String name : List.of("work", "temp", "tools", "actions")) {
      Files.createDirectory(root.resolve(name));
    }
    return new Folder(root);
  }

  /// One environment.
  private record Folder(Path root) implements Place {
    @Override
    public Layout layout() {
      var paths =
          new Layout.Paths(root + "/work", root + "/temp", root + "/tools", root + "/actions");
      var env = Map.of("PATH", System.getenv("PATH"), "HOME", "/tmp", "MARK", root.toString());
      return new Layout(paths, "Linux", "X64", env);
    }

    @Override
    public Running start(ExecSpec spec) {
      var starting =
          new ProcessBuilder(spec.command()).directory(Path.of(spec.directory()).toFile());
      starting.redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile());
      starting.environment().clear();
      starting.environment().putAll(spec.env());
      try {
        return new Command(starting.start(), "MARK=" + root);
      } catch (IOException e) {
        int code = String.valueOf(e.getMessage()).contains("ermission denied") ? 126 : 127;
        return Running.ended(new ExecOutcome.NotStarted(code, String.valueOf(e.getMessage())));
      }
    }

    @Override
    public void copyIn(String directory, InputStream tar) throws IOException {
      Files.createDirectories(Path.of(directory));
      Process process = new ProcessBuilder("tar", "-C", directory, "-xpf", "-").start();
      try (OutputStream in = process.getOutputStream()) {
        tar.transferTo(in);
      }
      check(process);
    }

    @Override
    public void copyOut(String path, OutputStream tar) throws IOException {
      Path file = Path.of(path);
      if (!Files.exists(file)) {
        throw new NoSuchFileException(path);
      }
      boolean isFolder = Files.isDirectory(file);
      Path from = isFolder ? file : file.getParent();
      String what = isFolder ? "." : String.valueOf(file.getFileName());
      Process process = new ProcessBuilder("tar", "-C", from + "/", "-cf", "-", what).start();
      process.getInputStream().transferTo(tar);
      check(process);
    }

    private static void check(Process process) throws IOException {
      if (process.onExit().join().exitValue() != 0) {
        throw new IOException(
            new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
      }
    }

    @Override
    public boolean remove() throws IOException {
      Command.killAll("MARK=" + root);
      check(new ProcessBuilder("rm", "-rf", root.toString()).start());
      return true;
    }
  }
}
