// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.os.ProcessFamily;
import io.berth.os.PseudoTerminal;
import io.berth.os.TerminalSize;
import io.berth.spi.AccessMethod;
import io.berth.spi.Container;
import io.berth.spi.ContainerSpec;
import io.berth.spi.Conversation;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.ExecId;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.FileContent;
import io.berth.spi.FileEntry;
import io.berth.spi.FileHash;
import io.berth.spi.FileWrite;
import io.berth.spi.ImageBuild;
import io.berth.spi.Layer;
import io.berth.spi.LayerUnsupported;
import io.berth.spi.Layout;
import io.berth.spi.Owner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// One folder of this machine and the processes that were started for it.
final class HostEnvironment implements Environment {

  /// The variable by which what a job left behind is recognised; actions/runner calls it so.
  private static final String TRACKING = "RUNNER_TRACKING_ID";

  private final HostBackend backend;
  private final EnvironmentRequest request;
  private final HostFolders folders;
  private final Layout layout;
  private final ProcessFamily family;
  private final Map<String, HostExecution> executions = new ConcurrentHashMap<>();

  /// Held while an execution is started and while the environment is removed, so that nothing is
  /// started in what is being removed.
  private final ReentrantLock life = new ReentrantLock();

  private volatile EnvironmentStatus.State state = EnvironmentStatus.State.READY;

  HostEnvironment(
      HostBackend backend,
      EnvironmentRequest request,
      HostFolders folders,
      Map<String, String> inherited) {
    this.backend = backend;
    this.request = request;
    this.folders = folders;
    this.family = new ProcessFamily(mark(request.id()), folders.root());
    Map<String, String> variables = new TreeMap<>(inherited);
    variables.put(TRACKING, tracking(request.id()));
    variables.putIfAbsent("ImageOS", Machine.image());
    this.layout = new Layout(folders.paths(), Machine.os(), Machine.arch(), variables);
  }

  private static String tracking(String id) {
    return "berth_" + id;
  }

  /// Returns the variable that all processes of an environment are started with.
  static String mark(String id) {
    return TRACKING + "=" + tracking(id);
  }

  EnvironmentRequest request() {
    return request;
  }

  EnvironmentStatus status() {
    return new EnvironmentStatus(request.id(), request.owner(), state, null);
  }

  boolean isOf(Owner owner) {
    return request.owner().runner().equals(owner.runner());
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Execution start(ExecSpec spec) {
    HostExecution known = executions.get(spec.id().value());
    if (known != null) {
      return known;
    }
    life.lock();
    try {
      checkReady();
      known = executions.get(spec.id().value());
      if (known == null) {
        known = HostExecution.start(spec, family);
        executions.put(spec.id().value(), known);
      }
      return known;
    } finally {
      life.unlock();
    }
  }

  @Override
  public Conversation converse(ExecSpec spec, int columns, int rows) {
    if (!PseudoTerminal.isSupported()) {
      return Environment.super.converse(spec, columns, rows);
    }
    life.lock();
    try {
      checkReady();
      HostConversation made =
          HostExecution.converse(
              spec, family, PseudoTerminal.open(new TerminalSize(columns, rows)));
      executions.put(spec.id().value(), made.execution());
      return made;
    } catch (IOException e) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.BACKEND_UNAVAILABLE,
              "this machine has no terminal left: " + e.getMessage(),
              "close other terminals"),
          e);
    } finally {
      life.unlock();
    }
  }

  private void checkReady() {
    check(state == EnvironmentStatus.State.READY);
  }

  private void checkThere() {
    check(state == EnvironmentStatus.State.READY || state == EnvironmentStatus.State.EXPIRED);
  }

  private void check(boolean usable) {
    if (!usable) {
      throw HostBackend.notReady(
          "environment `" + request.id() + "` is " + state.name().toLowerCase(Locale.ROOT));
    }
  }

  @Override
  public Optional<Execution> execution(ExecId id) {
    return Optional.ofNullable(executions.get(id.value()));
  }

  @Override
  public List<ExecId> executions() {
    List<ExecId> ids = new ArrayList<>();
    for (HostExecution execution : executions.values()) {
      ids.add(execution.id());
    }
    return ids;
  }

  @Override
  public void forget(ExecId id) {
    HostExecution execution = executions.get(id.value());
    if (execution != null && execution.hasEnded()) {
      executions.remove(id.value());
      execution.release();
    }
  }

  @Override
  public void writeFiles(List<FileWrite> files) throws IOException {
    checkThere();
    SmallFiles.write(files);
  }

  @Override
  public List<FileContent> readFiles(List<String> paths, int maxBytes) throws IOException {
    checkThere();
    return SmallFiles.read(paths, maxBytes);
  }

  @Override
  public void copyIn(String directory, InputStream tar) throws IOException {
    checkThere();
    Unpacking.of(tar, Path.of(directory));
  }

  @Override
  public void copyOut(String path, OutputStream tar) throws IOException {
    checkThere();
    Packing.of(Path.of(path), tar);
  }

  @Override
  public List<FileEntry> listFiles(String directory, boolean followLinks, int max)
      throws IOException {
    checkThere();
    return new FileListing(Path.of(directory), followLinks, max).entries();
  }

  @Override
  public List<FileHash> hashFiles(List<String> paths) throws IOException {
    checkThere();
    return FileDigests.of(paths);
  }

  @Override
  public Container createJobContainer(ContainerSpec spec) {
    throw lacking(Layer.JOB_CONTAINER);
  }

  @Override
  public Container createServiceContainer(ContainerSpec spec) {
    throw lacking(Layer.SERVICE);
  }

  @Override
  public Execution createStepContainer(ExecId id, ContainerSpec spec) {
    throw lacking(Layer.STEP_CONTAINER);
  }

  @Override
  public String buildImage(ImageBuild build) {
    throw lacking(Layer.IMAGE_BUILD);
  }

  private static BerthException lacking(Layer layer) {
    return LayerUnsupported.exception(layer, HostBackendFactory.ID);
  }

  @Override
  public List<AccessMethod> access() {
    return List.of();
  }

  @Override
  public void stop() {
    life.lock();
    try {
      if (state == EnvironmentStatus.State.READY) {
        state = EnvironmentStatus.State.EXPIRED;
        end();
        folders.lock().giveUp();
      }
    } catch (IOException e) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.STORAGE_FAILED,
              "`" + folders.root() + "` cannot be kept: " + e.getMessage(),
              "copy what you need of it"),
          e);
    } finally {
      life.unlock();
    }
  }

  /// Ends all executions and what they left behind.
  ///
  /// @return whether nothing is left
  private boolean end() {
    BerthError lost =
        BerthError.of(
            ErrorCode.ENVIRONMENT_LOST,
            "environment `" + request.id() + "` was removed while the command ran",
            null);
    for (HostExecution execution : executions.values()) {
      execution.lose(lost);
    }
    boolean none = family.end();
    for (HostExecution execution : executions.values()) {
      execution.release();
    }
    return none;
  }

  @Override
  public void remove() {
    life.lock();
    try {
      if (state == EnvironmentStatus.State.REMOVED) {
        return;
      }
      state = EnvironmentStatus.State.REMOVING;
      boolean none = end();
      Deletion.of(folders.root());
      if (none) {
        state = EnvironmentStatus.State.REMOVED;
        folders.lock().close();
        backend.removed(this);
      }
    } catch (IOException e) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.STORAGE_FAILED,
              "the folder `" + folders.root() + "` of a job cannot be deleted: " + e.getMessage(),
              "delete it by hand"),
          e);
    } finally {
      life.unlock();
    }
  }
}
