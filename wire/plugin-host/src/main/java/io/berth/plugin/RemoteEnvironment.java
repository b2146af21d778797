// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.kit.FileCalls;
import io.berth.kit.Refusals;
import io.berth.kit.TarFiles;
import io.berth.kit.TarStreams;
import io.berth.model.BerthException;
import io.berth.protocol.v1beta1.AdoptEnvironmentRequest;
import io.berth.protocol.v1beta1.BuildImageRequest;
import io.berth.protocol.v1beta1.BuildImageResponse;
import io.berth.protocol.v1beta1.CreateContainerRequest;
import io.berth.protocol.v1beta1.CreateContainerResponse;
import io.berth.protocol.v1beta1.CreateStepContainerRequest;
import io.berth.protocol.v1beta1.ForgetRequest;
import io.berth.protocol.v1beta1.GetRequest;
import io.berth.protocol.v1beta1.ListRequest;
import io.berth.protocol.v1beta1.StopEnvironmentRequest;
import io.berth.sdk.wire.Environments;
import io.berth.sdk.wire.Executions;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Plans;
import io.berth.sdk.wire.Reason;
import io.berth.spi.AccessMethod;
import io.berth.spi.Capabilities;
import io.berth.spi.Container;
import io.berth.spi.ContainerSpec;
import io.berth.spi.Environment;
import io.berth.spi.ExecId;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.FileContent;
import io.berth.spi.FileEntry;
import io.berth.spi.FileHash;
import io.berth.spi.FileWrite;
import io.berth.spi.ImageBuild;
import io.berth.spi.Layout;
import io.berth.spi.Owner;
import io.berth.spi.SetupLog;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// An environment of a plugin.
final class RemoteEnvironment implements Environment {

  private static final Duration LONGEST_CREATION = Duration.ofMinutes(30);
  private static final Duration LONGEST_BUILD = Duration.ofHours(2);

  private final RemoteBackend backend;
  private final String id;
  private final Layout layout;
  private final List<AccessMethod> access;
  private final TarStreams copies;
  private final FileCalls files;
  private final Map<ExecId, RemoteExecution> executions = new ConcurrentHashMap<>();
  private volatile Owner owner;

  /// The highest fence that an owner has told.
  private long claimed;

  private volatile boolean removed;
  private volatile boolean stopped;

  RemoteEnvironment(
      RemoteBackend backend, String id, Owner owner, Layout layout, List<AccessMethod> access) {
    this.backend = backend;
    this.id = id;
    this.owner = owner;
    this.claimed = owner.fence();
    this.layout = layout;
    this.access = access;
    if (backend.info().getCapabilities().getFilesByCommands()) {
      copies = new CommandCopies(this);
      files = new TarFiles(copies, Long.MAX_VALUE);
    } else {
      var remote = new RemoteFiles(this);
      copies = remote;
      files = remote;
    }
  }

  String id() {
    return id;
  }

  /// Returns the fence with which to speak for somebody. It was raised here when the plugin was
  /// started anew, which its owner does not know; one who was the owner before stays refused.
  synchronized long fence(Owner speaker) {
    return speaker.fence() < claimed ? speaker.fence() : Math.max(speaker.fence(), owner.fence());
  }

  /// Speaks for a later owner from now on.
  synchronized void takenOver(Owner later) {
    claimed = Math.max(claimed, later.fence());
    if (later.fence() > owner.fence()) {
      owner = later;
    }
  }

  PluginSession session() {
    return backend.session();
  }

  PluginConnection connection() throws StatusException {
    return session().connection();
  }

  /// Makes a call. If the plugin was started anew meanwhile and can find the environment again, it
  /// is taken over first.
  <A> A call(Call<A> call) throws InterruptedException {
    Owner before = owner;
    try {
      return session().call(call);
    } catch (BerthException e) {
      if (!isForgotten(e) || !adopt(before)) {
        throw e;
      }
      return session().call(call);
    }
  }

  private boolean isForgotten(BerthException failure) {
    Throwable cause = failure.getCause();
    return cause != null
        && !removed
        && Failures.reason(cause) == Reason.ENVIRONMENT_UNKNOWN
        && canBeUsedAgain();
  }

  /// Returns whether the environment outlives its plugin.
  boolean canBeUsedAgain() {
    return backend.capabilities().recovery().compareTo(Capabilities.Recovery.ENVIRONMENT) >= 0;
  }

  /// @param before who owned it when the call was made: somebody else may have been faster
  private synchronized boolean adopt(Owner before) throws InterruptedException {
    if (owner.fence() != before.fence()) {
      return true;
    }
    Owner next = new Owner(before.runner(), before.fence() + 1, before.tags());
    var request =
        AdoptEnvironmentRequest.newBuilder()
            .setEnvironmentId(id)
            .setOwner(Environments.out(next))
            .build();
    try {
      session().call(() -> connection().environments().adoptEnvironment(request));
      owner = next;
      return true;
    } catch (BerthException e) {
      return false;
    }
  }

  /// Makes a call whose caller cannot be interrupted.
  private <A> A callToEnd(Call<A> call) {
    return session().callToEnd(() -> call(call));
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Execution start(ExecSpec spec) {
    if (stopped) {
      throw Refusals.notReady(id, "stopped");
    }
    return start(spec, false);
  }

  /// @param input whether it will be written to
  RemoteExecution start(ExecSpec spec, boolean input) {
    var request = Executions.out(id, spec).toBuilder().setInput(input).build();
    var made = new RemoteExecution(this, spec.id());
    Owner before = owner;
    callToEnd(
        () -> {
          if (owner.fence() != before.fence() && !findsExecutions()) {
            // It may have been started already, and must not be started twice.
            made.forgotten();
            return made;
          }
          connection().executions().start(request);
          return made;
        });
    return execution(made);
  }

  private boolean findsExecutions() {
    return backend.capabilities().recovery() == Capabilities.Recovery.EXEC;
  }

  private RemoteExecution execution(RemoteExecution made) {
    RemoteExecution known = executions.putIfAbsent(made.id(), made);
    return known == null ? made : known;
  }

  @Override
  public Optional<Execution> execution(ExecId execution) {
    RemoteExecution known = executions.get(execution);
    if (known != null) {
      return Optional.of(known);
    }
    var request =
        GetRequest.newBuilder().setEnvironmentId(id).setExecutionId(execution.value()).build();
    try {
      callToEnd(() -> connection().executions().get(request));
    } catch (BerthException e) {
      Throwable cause = e.getCause();
      if (cause != null && Failures.reason(cause) == Reason.EXECUTION_UNKNOWN) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(execution(new RemoteExecution(this, execution)));
  }

  @Override
  public List<ExecId> executions() {
    var request = ListRequest.newBuilder().setEnvironmentId(id).build();
    List<ExecId> ids = new ArrayList<>();
    try {
      callToEnd(() -> connection().executions().list(request))
          .getExecutionIdsList()
          .forEach(name -> ids.add(new ExecId(name)));
    } catch (BerthException e) {
      if (!PluginSession.isLeftOut(e)) {
        throw e;
      }
      ids.addAll(executions.keySet());
    }
    ids.removeIf(one -> one.value().startsWith(CommandCopies.OWN));
    return ids;
  }

  @Override
  public void forget(ExecId execution) {
    var request =
        ForgetRequest.newBuilder().setEnvironmentId(id).setExecutionId(execution.value()).build();
    callToEnd(() -> connection().executions().forget(request));
    RemoteExecution known = executions.get(execution);
    if (known != null && known.hasEnded()) {
      executions.remove(execution);
      known.close();
    }
  }

  @Override
  public void writeFiles(List<FileWrite> written) throws IOException {
    files.writeFiles(written);
  }

  @Override
  public List<FileContent> readFiles(List<String> paths, int maxBytes) throws IOException {
    return files.readFiles(paths, maxBytes);
  }

  @Override
  public void copyIn(String directory, InputStream tar) throws IOException {
    copies.copyIn(directory, tar);
  }

  @Override
  public void copyOut(String path, OutputStream tar) throws IOException {
    copies.copyOut(path, tar);
  }

  @Override
  public List<FileEntry> listFiles(String directory, boolean followLinks, int max)
      throws IOException {
    return files.listFiles(directory, followLinks, max);
  }

  @Override
  public List<FileHash> hashFiles(List<String> paths) throws IOException {
    return files.hashFiles(paths);
  }

  @Override
  public Container createJobContainer(ContainerSpec spec) throws InterruptedException {
    return call(
        () -> made(connection().containers(LONGEST_CREATION).createJobContainer(request(spec))));
  }

  @Override
  public Container createServiceContainer(ContainerSpec spec) throws InterruptedException {
    return call(
        () ->
            made(connection().containers(LONGEST_CREATION).createServiceContainer(request(spec))));
  }

  private CreateContainerRequest request(ContainerSpec spec) {
    return CreateContainerRequest.newBuilder()
        .setEnvironmentId(id)
        .setContainer(Plans.out(spec))
        .build();
  }

  private Container made(BlockingClientCall<?, CreateContainerResponse> call)
      throws StatusException, InterruptedException {
    try {
      while (true) {
        CreateContainerResponse answer = call.read();
        if (answer == null) {
          throw session().wrong("ended the making of a container without saying that it is ready");
        }
        if (answer.hasReady()) {
          return Environments.in(answer.getReady());
        }
        if (answer.hasLog()) {
          SetupLog.tell(answer.getLog());
        }
      }
    } finally {
      call.cancel("all is read", null);
    }
  }

  @Override
  public Execution createStepContainer(ExecId execution, ContainerSpec spec)
      throws InterruptedException {
    var request =
        CreateStepContainerRequest.newBuilder()
            .setEnvironmentId(id)
            .setExecutionId(execution.value())
            .setContainer(Plans.out(spec))
            .build();
    call(() -> connection().containers(LONGEST_CREATION).createStepContainer(request));
    return execution(new RemoteExecution(this, execution));
  }

  @Override
  public String buildImage(ImageBuild build) throws InterruptedException {
    var request =
        BuildImageRequest.newBuilder()
            .setEnvironmentId(id)
            .setImageId(build.id())
            .setContext(build.context())
            .setRecipe(build.recipe())
            .putAllArguments(build.arguments())
            .build();
    return call(() -> built(connection().containers(LONGEST_BUILD).buildImage(request)));
  }

  private String built(BlockingClientCall<?, BuildImageResponse> call)
      throws StatusException, InterruptedException {
    try {
      while (true) {
        @Nullable BuildImageResponse answer = call.read();
        if (answer == null) {
          throw session().wrong("ended the build of an image without naming it");
        }
        if (!answer.getImage().isEmpty()) {
          return answer.getImage();
        }
        if (answer.hasLog()) {
          SetupLog.tell(answer.getLog());
        }
      }
    } finally {
      call.cancel("all is read", null);
    }
  }

  @Override
  public List<AccessMethod> access() {
    return access;
  }

  @Override
  public void stop() {
    var request =
        StopEnvironmentRequest.newBuilder().setEnvironmentId(id).setFence(owner.fence()).build();
    try {
      callToEnd(() -> connection().environments().stopEnvironment(request));
    } catch (BerthException e) {
      if (!PluginSession.isLeftOut(e)) {
        throw e;
      }
      stopped = true;
      executions.values().forEach(RemoteExecution::abandon);
    }
  }

  @Override
  public void remove() {
    removed = true;
    backend.remove(id, owner);
    executions.values().forEach(RemoteExecution::close);
  }
}
