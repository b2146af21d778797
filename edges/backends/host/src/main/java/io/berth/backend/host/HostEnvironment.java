// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.os.ProcessFamily;
import io.berth.spi.Environment;
import io.berth.spi.ExecId;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.FileContent;
import io.berth.spi.FileWrite;
import io.berth.spi.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// One folder of this machine and the processes that were started for it.
final class HostEnvironment implements Environment {

  /// The variable by which what a job left behind is recognised; named as actions/runner names it.
  private static final String TRACKING = "RUNNER_TRACKING_ID";

  private final HostFolders folders;
  private final Layout layout;
  private final ProcessFamily family;
  private final Map<ExecId, HostExecution> executions = new ConcurrentHashMap<>();

  HostEnvironment(HostFolders folders, Map<String, String> inherited, String tracking) {
    this.folders = folders;
    this.family = new ProcessFamily(TRACKING + "=" + tracking, folders.root());
    Map<String, String> variables = new TreeMap<>(inherited);
    variables.put(TRACKING, tracking);
    this.layout =
        new Layout(
            new Layout.Paths(
                folders.workspace().toString(),
                folders.temp().toString(),
                folders.toolCache().toString(),
                folders.actions().toString()),
            Machine.os(),
            Machine.arch(),
            variables);
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Execution start(ExecSpec spec) {
    return executions.computeIfAbsent(spec.id(), id -> HostExecution.start(spec, family));
  }

  @Override
  public Optional<Execution> execution(ExecId id) {
    return Optional.ofNullable(executions.get(id));
  }

  @Override
  public void writeFiles(List<FileWrite> files) throws IOException {
    for (FileWrite file : files) {
      Path path = Path.of(file.path());
      Path parent = path.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.write(path, file.content());
      if (file.executable() && !path.toFile().setExecutable(true)) {
        throw new IOException("cannot make `" + path + "` executable");
      }
    }
  }

  @Override
  public List<FileContent> readFiles(List<String> paths, int maxBytes) throws IOException {
    List<FileContent> contents = new ArrayList<>();
    for (String name : paths) {
      Path path = Path.of(name);
      if (Files.isRegularFile(path)) {
        try (InputStream in = Files.newInputStream(path)) {
          contents.add(new FileContent(name, in.readNBytes(maxBytes), Files.size(path)));
        }
      } else {
        contents.add(new FileContent(name, null, 0));
      }
    }
    return contents;
  }

  @Override
  public void copyIn(String directory, InputStream tar) throws IOException {
    throw new IOException("copying into `" + directory + "` is not available yet");
  }

  @Override
  public void copyOut(String path, OutputStream tar) throws IOException {
    throw new IOException("copying out of `" + path + "` is not available yet");
  }

  @Override
  public void remove() {
    family.end();
    for (HostExecution execution : executions.values()) {
      execution.close();
    }
    try {
      Deletion.of(folders.root());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
