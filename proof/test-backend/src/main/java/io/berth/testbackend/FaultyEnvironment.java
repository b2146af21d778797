// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import io.berth.spi.AccessMethod;
import io.berth.spi.Container;
import io.berth.spi.ContainerSpec;
import io.berth.spi.DuplexStream;
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
import io.berth.spi.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// An environment of the host whose script says what it gets wrong.
final class FaultyEnvironment implements Environment {

  /// The one folder of environments that share theirs.
  private static final String SHARED = "/shared";

  private final Environment truth;
  private final EnvironmentRequest request;
  private final FaultScript script;
  private final TestBackend backend;
  private final FaultyFiles files;
  private final Map<ExecId, FaultyExecution> executions = new ConcurrentHashMap<>();
  private final AtomicInteger again = new AtomicInteger();

  FaultyEnvironment(
      Environment truth, EnvironmentRequest request, FaultScript script, TestBackend backend) {
    this.truth = truth;
    this.request = request;
    this.script = script;
    this.backend = backend;
    this.files = new FaultyFiles(truth, script);
  }

  EnvironmentRequest request() {
    return request;
  }

  EnvironmentStatus asListed() {
    return new EnvironmentStatus(
        request.id(),
        request.owner(),
        EnvironmentStatus.State.READY,
        Instant.now().plus(request.lease()));
  }

  boolean leavesProcesses() {
    return script.has(Fault.REMOVE_LEAVES_PROCESSES);
  }

  boolean has(Fault fault) {
    return script.has(fault);
  }

  @Override
  public Layout layout() {
    Layout layout = truth.layout();
    Map<String, String> env = new TreeMap<>(layout.env());
    if (script.has(Fault.PATH_MISSING)) {
      env.remove("PATH");
    }
    Layout.Paths paths = layout.paths();
    if (script.has(Fault.FOLDERS_SHARED)) {
      String temp = parent(parent(paths.temp())) + SHARED;
      paths = new Layout.Paths(paths.workspace(), temp, paths.toolCache(), paths.actions());
    }
    return new Layout(paths, layout.os(), layout.arch(), env);
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  @Override
  public Execution start(ExecSpec spec) {
    if (script.has(Fault.START_FAILS)) {
      throw TestBackend.failure("no command can be started");
    }
    if (script.has(Fault.START_HANGS)) {
      Stalling.forEver();
    }
    if (script.has(Fault.CRASH_AT_START)) {
      Runtime.getRuntime().halt(70);
    }
    FaultyExecution known = executions.get(spec.id());
    ExecSpec wanted = FaultyCommand.of(spec, script, truth.layout());
    if (known != null && script.has(Fault.STARTS_TWICE)) {
      wanted =
          FaultyCommand.under(
              new ExecId(spec.id().value() + "-" + again.incrementAndGet()), wanted);
      known = null;
    }
    if (known != null) {
      return known;
    }
    var started = new FaultyExecution(truth.start(wanted), this, script, spec);
    executions.put(spec.id(), started);
    return started;
  }

  @Override
  public Optional<Execution> execution(ExecId id) {
    FaultyExecution known = executions.get(id);
    if (known == null && script.has(Fault.FINDS_ANYTHING)) {
      return Optional.of(
          new FaultyExecution(
              truth.start(FaultyCommand.nothing(id, truth.layout())), this, script, null));
    }
    return Optional.ofNullable(known);
  }

  @Override
  public List<ExecId> executions() {
    return List.copyOf(executions.keySet());
  }

  @Override
  public void forget(ExecId id) {
    truth.forget(id);
    if (script.has(Fault.FORGETS_RUNNING) || truth.execution(id).isEmpty()) {
      executions.remove(id);
    }
  }

  @Override
  public void writeFiles(List<FileWrite> written) throws IOException {
    files.write(written);
  }

  @Override
  public List<FileContent> readFiles(List<String> paths, int maxBytes) throws IOException {
    return files.read(paths, maxBytes);
  }

  @Override
  public void copyIn(String directory, InputStream tar) throws IOException {
    files.copyIn(directory, tar);
  }

  @Override
  public void copyOut(String path, OutputStream tar) throws IOException {
    files.copyOut(path, tar);
  }

  @Override
  public List<FileEntry> listFiles(String directory, boolean followLinks, int max)
      throws IOException {
    return files.list(directory, followLinks, max);
  }

  @Override
  public List<FileHash> hashFiles(List<String> paths) throws IOException {
    return files.hash(paths);
  }

  @Override
  public Container createJobContainer(ContainerSpec spec) throws InterruptedException {
    refuseUnclearly();
    return truth.createJobContainer(spec);
  }

  private void refuseUnclearly() {
    if (script.has(Fault.LAYER_REFUSED_UNCLEARLY)) {
      throw TestBackend.failure("no container can be made");
    }
  }

  @Override
  public Container createServiceContainer(ContainerSpec spec) throws InterruptedException {
    refuseUnclearly();
    if (script.has(Fault.LAYER_UNDECLARED) || script.has(Fault.CONTAINERS_TAKEN)) {
      return new Container(spec.id(), "127.0.0.1", Map.of());
    }
    return truth.createServiceContainer(spec);
  }

  @Override
  public Execution createStepContainer(ExecId id, ContainerSpec spec) throws InterruptedException {
    refuseUnclearly();
    return truth.createStepContainer(id, spec);
  }

  @Override
  public String buildImage(ImageBuild build) throws InterruptedException {
    refuseUnclearly();
    return truth.buildImage(build);
  }

  @Override
  public List<AccessMethod> access() {
    return script.has(Fault.ACCESS_UNDECLARED) ? List.of(new BackDoor()) : truth.access();
  }

  @Override
  public void stop() {
    if (script.has(Fault.STOP_DELETES)) {
      files.deleteAll(truth.layout().paths().workspace());
    }
    truth.stop();
  }

  @Override
  public void remove() {
    backend.remove(request.id(), request.owner());
  }

  /// A way in that nobody declared.
  private record BackDoor() implements AccessMethod {
    @Override
    public String name() {
      return "back-door";
    }

    @Override
    public Kind kind() {
      return Kind.DOCKER;
    }

    @Override
    public DuplexStream dial() throws IOException {
      throw new IOException("nobody answers, as the script says");
    }
  }
}
