// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.AccessMethod;
import io.berth.spi.Container;
import io.berth.spi.ContainerSpec;
import io.berth.spi.Conversation;
import io.berth.spi.Environment;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A place with all that the contract promises beyond it.
final class LiftedEnvironment implements Environment {

  private final SmallBackend small;
  private final Life life;
  private final Executions executions;

  LiftedEnvironment(SmallBackend small, Life life, Executions executions) {
    this.small = small;
    this.life = life;
    this.executions = executions;
  }

  Life life() {
    return life;
  }

  @Override
  public Layout layout() {
    return life.made().layout();
  }

  @Override
  public Execution start(ExecSpec spec) {
    Place place = life.made();
    if (place instanceof OwnExecutions own) {
      life.checkReady();
      return own.startOrFind(spec);
    }
    return executions.start(spec, life);
  }

  @Override
  public Conversation converse(ExecSpec spec, int columns, int rows) {
    if (!small.hasTerminals() || !(life.made() instanceof Terminals terminals)) {
      return Environment.super.converse(spec, columns, rows);
    }
    try {
      LiftedConversation[] made = new LiftedConversation[1];
      executions.begin(
          spec.id(),
          life,
          execution -> {
            var talking =
                execution.begin(() -> terminals.converse(spec, columns, rows), spec.limit());
            made[0] = new LiftedConversation(execution, talking);
          });
      if (made[0] == null) {
        throw Refusals.idReused("execution `" + spec.id() + "` is there already");
      }
      return made[0];
    } catch (IOException e) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.BACKEND_UNAVAILABLE,
              "there is no terminal left: " + e.getMessage(),
              "close other terminals"),
          e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static BerthException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new BerthException(
        BerthError.of(
            ErrorCode.BACKEND_UNAVAILABLE, "a command could not be started in time", null),
        e);
  }

  @Override
  public Optional<Execution> execution(ExecId id) {
    return life.made() instanceof OwnExecutions own
        ? own.find(id)
        : Optional.ofNullable(executions.find(id));
  }

  @Override
  public List<ExecId> executions() {
    return life.made() instanceof OwnExecutions own ? own.ids() : executions.ids();
  }

  @Override
  public void forget(ExecId id) {
    if (life.made() instanceof OwnExecutions own) {
      own.forget(id);
    } else {
      executions.forget(id);
    }
  }

  @Override
  public void writeFiles(List<FileWrite> files) throws IOException {
    files().writeFiles(files);
  }

  @Override
  public List<FileContent> readFiles(List<String> paths, int maxBytes) throws IOException {
    return files().readFiles(paths, maxBytes);
  }

  @Override
  public List<FileEntry> listFiles(String directory, boolean followLinks, int max)
      throws IOException {
    return files().listFiles(directory, followLinks, max);
  }

  @Override
  public List<FileHash> hashFiles(List<String> paths) throws IOException {
    return files().hashFiles(paths);
  }

  private FileCalls files() {
    Place place = life.checkThere();
    return place instanceof FileCalls own
        ? own
        : new TarFiles(place, small.capabilities().limits().batchBytes());
  }

  @Override
  public void copyIn(String directory, InputStream tar) throws IOException {
    life.checkThere().copyIn(directory, tar);
  }

  @Override
  public void copyOut(String path, OutputStream tar) throws IOException {
    life.checkThere().copyOut(path, tar);
  }

  @Override
  public Container createJobContainer(ContainerSpec spec) throws InterruptedException {
    return made(Layer.JOB_CONTAINER, layers -> layers.createJobContainer(spec));
  }

  @Override
  public Container createServiceContainer(ContainerSpec spec) throws InterruptedException {
    return made(Layer.SERVICE, layers -> layers.createServiceContainer(spec));
  }

  @Override
  public Execution createStepContainer(ExecId id, ContainerSpec spec) throws InterruptedException {
    LayerCalls layers = layers(Layer.STEP_CONTAINER);
    try {
      return executions.begin(
          id, life, execution -> execution.begin(() -> layers.startStepContainer(id, spec), null));
    } catch (IOException e) {
      throw failed(Layer.STEP_CONTAINER, e);
    }
  }

  @Override
  public String buildImage(ImageBuild build) throws InterruptedException {
    return made(Layer.IMAGE_BUILD, layers -> layers.buildImage(build));
  }

  private interface Making<T> {
    T by(LayerCalls layers) throws IOException, InterruptedException;
  }

  private <T> T made(Layer layer, Making<T> making) throws InterruptedException {
    try {
      return making.by(layers(layer));
    } catch (IOException e) {
      throw failed(layer, e);
    }
  }

  private LayerCalls layers(Layer layer) {
    boolean declared = small.capabilities().realisation(layer) != Layer.Realisation.UNSUPPORTED;
    if (!declared || !(life.checkReady() instanceof LayerCalls layers)) {
      throw LayerUnsupported.exception(layer, small.name());
    }
    return layers;
  }

  private BerthException failed(Layer layer, IOException e) {
    return new BerthException(
        BerthError.of(
            ErrorCode.BACKEND_UNAVAILABLE,
            "backend `" + small.name() + "` cannot make " + layer.words() + ": " + e.getMessage(),
            null),
        e);
  }

  @Override
  public List<AccessMethod> access() {
    @Nullable Place place = life.checkThere();
    return place.access();
  }

  @Override
  public void stop() {
    life.stop(executions);
  }

  @Override
  public void remove() {
    life.remove(executions);
  }
}
