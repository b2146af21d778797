// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.agent.Agent;
import io.berth.agent.AgentFiles;
import io.berth.agent.AgentPlace;
import io.berth.kit.FileCalls;
import io.berth.kit.Marks;
import io.berth.kit.TarFiles;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.spi.FileContent;
import io.berth.spi.FileEntry;
import io.berth.spi.FileHash;
import io.berth.spi.FileWrite;
import io.berth.spi.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The container of one job, and the agent in it.
final class DockerPlace implements AgentPlace, FileCalls {

  /// What stands before the name of a container that a person wants to look at.
  static final String KEPT = "berth-kept-";

  private static final int[] ROOT = {0, 0};

  private final Layout layout;
  private final Agent agent;
  private final Surroundings surroundings;
  private final TarFiles whole;
  private volatile JobContainer container;
  private volatile Marks marks;
  private volatile int @Nullable [] owner;
  private volatile boolean stopped;

  /// What it is given.
  ///
  /// @param removals does what nobody has to wait for
  /// @param clock says what time it is
  record Surroundings(Removals removals, InstantSource clock) {}

  DockerPlace(
      JobContainer container, Layout layout, Agent agent, Marks marks, Surroundings surroundings) {
    this.container = container;
    this.layout = layout;
    this.agent = agent;
    this.marks = marks;
    this.surroundings = surroundings;
    this.whole = new TarFiles(this, DockerCapabilities.BATCH);
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Agent agent() {
    return agent;
  }

  @Override
  public String environment() {
    return marks.environment();
  }

  @Override
  public void mark(Marks newer) throws IOException {
    tell(marks, newer, surroundings.clock().instant());
    marks = newer;
  }

  @Override
  public void copyIn(String directory, InputStream tar) throws IOException {
    if (!AgentFiles.canName(directory)) {
      throw new IOException("`" + directory.replace('\n', '?') + "` cannot be unpacked in");
    }
    agent.files().makeFolders(List.of(directory));
    new Archives(container).unpack(directory, tar, owner());
  }

  private int[] owner() throws IOException {
    int[] known = owner;
    if (known == null) {
      String[] numbers = agent.files().owner().split(" ", 2);
      try {
        known = new int[] {Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])};
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        known = ROOT;
      }
      owner = known;
    }
    return known;
  }

  /// Says that everything in it belongs to root.
  DockerPlace ofRoot() {
    owner = ROOT;
    return this;
  }

  @Override
  public void copyOut(String path, OutputStream tar) throws IOException {
    new Archives(container).pack(path, tar);
  }

  @Override
  public void writeFiles(List<FileWrite> files) throws IOException {
    long total = 0;
    List<FileWrite> small = new ArrayList<>();
    List<FileWrite> others = new ArrayList<>();
    for (FileWrite file : files) {
      total += file.content().length;
      boolean fits = total <= AgentFiles.LARGEST && AgentFiles.canName(file.path()) && !stopped;
      (fits ? small : others).add(file);
    }
    if (!others.isEmpty()) {
      whole.writeFiles(others);
    }
    if (!small.isEmpty()) {
      agent.files().write(small);
    }
  }

  @Override
  public List<FileContent> readFiles(List<String> paths, int maxBytes) throws IOException {
    if (stopped || !allNamed(paths)) {
      return whole.readFiles(paths, maxBytes);
    }
    List<FileContent> contents = new ArrayList<>(paths.size());
    long total = 0;
    for (String path : paths) {
      FileContent content = agent.files().read(path, maxBytes);
      byte[] bytes = content.content();
      total += bytes == null ? 0 : bytes.length;
      whole.check(total, "read");
      contents.add(content);
    }
    return contents;
  }

  @Override
  public List<FileHash> hashFiles(List<String> paths) throws IOException {
    if (stopped || !allNamed(paths)) {
      return whole.hashFiles(paths);
    }
    List<FileHash> hashes = new ArrayList<>(paths.size());
    for (String path : paths) {
      hashes.add(agent.files().hash(path));
    }
    return hashes;
  }

  private static boolean allNamed(List<String> paths) {
    for (String path : paths) {
      if (!AgentFiles.canName(path)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public List<FileEntry> listFiles(String directory, boolean followLinks, int max)
      throws IOException {
    return whole.listFiles(directory, followLinks, max);
  }

  /// Its container stays, under a name that says that somebody wants it.
  @Override
  public void stop() throws IOException {
    stopped = true;
    lose();
    container.kill();
    container = container.renamed(KEPT + environment());
  }

  /// Nobody has to wait for the engine: what is left if it fails is found by its marks.
  @Override
  public boolean remove() {
    lose();
    surroundings.removals().begin(container);
    return true;
  }

  private void lose() {
    agent.lose(
        BerthError.of(
            ErrorCode.ENVIRONMENT_LOST,
            "environment `" + environment() + "` was removed while the command ran",
            null));
    agent.close();
  }
}
