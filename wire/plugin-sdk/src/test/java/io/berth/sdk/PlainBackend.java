// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.AccessMethod;
import io.berth.spi.Backend;
import io.berth.spi.BackendFactory;
import io.berth.spi.Capabilities;
import io.berth.spi.Chunk;
import io.berth.spi.Container;
import io.berth.spi.ContainerSpec;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.FileContent;
import io.berth.spi.FileEntry;
import io.berth.spi.FileHash;
import io.berth.spi.FileWrite;
import io.berth.spi.ImageBuild;
import io.berth.spi.JobPlan;
import io.berth.spi.KillSequence;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Layout;
import io.berth.spi.Owner;
import io.berth.spi.PlanVerdict;
import io.berth.spi.Setting;
import io.berth.spi.SetupLog;
import io.berth.spi.Signal;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A backend that runs nothing: an execution has the output it was told to have as its argument.
final class PlainBackend implements Backend {

  /// Keeps everything that its backends made, as a platform does.
  static final class Factory implements BackendFactory {
    final Map<String, EnvironmentRequest> platform = new ConcurrentHashMap<>();

    @Override
    public String id() {
      return "plain";
    }

    @Override
    public Backend create(Setting.Section configuration) {
      if (configuration.entries().containsKey("wrong")) {
        throw new BerthException(
            BerthError.of(ErrorCode.CONFIGURATION_INVALID, "`wrong` is no key", "remove it"));
      }
      return new PlainBackend(platform);
    }
  }

  private static final Capabilities CAPABILITIES =
      new Capabilities(
          Map.of(),
          Capabilities.Isolation.NONE,
          Capabilities.Recovery.NONE,
          Set.of(Signal.KILL),
          Set.of(),
          Map.of(),
          new Capabilities.Limits(1000, 1000, 1000, 1 << 20, 1 << 20, Duration.ofHours(1)));

  private final Map<String, EnvironmentRequest> platform;

  private PlainBackend(Map<String, EnvironmentRequest> platform) {
    this.platform = platform;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public List<LabelVerdict> validateLabels(List<LabelConfiguration> labels) {
    return List.of();
  }

  @Override
  public PlanVerdict plan(JobPlan plan) {
    throw new IllegalStateException("a defect");
  }

  @Override
  public Environment create(EnvironmentRequest request) {
    SetupLog.tell("making " + request.id() + "\nalmost done");
    platform.put(request.id(), request);
    return new Place();
  }

  @Override
  public List<EnvironmentStatus> list(String runner) {
    List<EnvironmentStatus> found = new ArrayList<>();
    platform.forEach(
        (id, request) -> {
          if (request.owner().runner().equals(runner)) {
            found.add(
                new EnvironmentStatus(
                    id, request.owner(), EnvironmentStatus.State.READY, Instant.MAX));
          }
        });
    return found;
  }

  @Override
  public Environment adopt(String id, Owner owner) {
    throw none();
  }

  @Override
  public List<String> renew(List<String> ids, Owner owner, Duration lease) {
    return ids.stream().filter(platform::containsKey).toList();
  }

  @Override
  public void remove(String id, Owner owner) {
    platform.computeIfPresent(
        id, (key, request) -> request.owner().runner().equals(owner.runner()) ? null : request);
  }

  private static BerthException none() {
    return new BerthException(
        BerthError.of(ErrorCode.LAYER_UNSUPPORTED, "there is none here", null));
  }

  private static final class Place implements Environment {
    private final Map<ExecId, Execution> executions = new ConcurrentHashMap<>();

    @Override
    public Layout layout() {
      return new Layout(new Layout.Paths("/w", "/t", "/c", "/a"), "Linux", "X64", Map.of());
    }

    @Override
    public Execution start(ExecSpec spec) {
      byte[] output = new byte[Integer.parseInt(spec.command().getFirst())];
      return executions.computeIfAbsent(spec.id(), id -> new Ended(id, output));
    }

    @Override
    public Optional<Execution> execution(ExecId id) {
      return Optional.ofNullable(executions.get(id));
    }

    @Override
    public void writeFiles(List<FileWrite> files) {
      throw none();
    }

    @Override
    public List<FileContent> readFiles(List<String> paths, int maxBytes) {
      throw none();
    }

    @Override
    public void copyIn(String directory, InputStream tar) {
      throw none();
    }

    @Override
    public void copyOut(String path, OutputStream tar) {
      throw none();
    }

    @Override
    public List<FileEntry> listFiles(String directory, boolean followLinks, int max) {
      throw none();
    }

    @Override
    public List<FileHash> hashFiles(List<String> paths) {
      throw none();
    }

    @Override
    public List<ExecId> executions() {
      return List.copyOf(executions.keySet());
    }

    @Override
    public void forget(ExecId id) {
      executions.remove(id);
    }

    @Override
    public Container createJobContainer(ContainerSpec spec) {
      throw none();
    }

    @Override
    public Container createServiceContainer(ContainerSpec spec) {
      throw none();
    }

    @Override
    public Execution createStepContainer(ExecId id, ContainerSpec spec) {
      throw none();
    }

    @Override
    public String buildImage(ImageBuild build) {
      throw none();
    }

    @Override
    public List<AccessMethod> access() {
      return List.of();
    }

    @Override
    public void stop() {}

    @Override
    public void remove() {}
  }

  /// Forgets what was called durable, and refuses to give it out again.
  private static final class Ended implements Execution {
    private final ExecId id;
    private final byte[] output;
    private long forgotten;

    Ended(ExecId id, byte[] output) {
      this.id = id;
      this.output = output;
    }

    @Override
    public ExecId id() {
      return id;
    }

    @Override
    public synchronized Chunk read(long from, long durable) {
      if (from < forgotten) {
        throw new IllegalArgumentException("output before " + forgotten + " is forgotten");
      }
      forgotten = Math.max(forgotten, durable);
      return new Chunk(from, Arrays.copyOfRange(output, (int) from, output.length));
    }

    @Override
    public ExecOutcome outcome() {
      return new ExecOutcome.Exited(0);
    }

    @Override
    public void end(KillSequence sequence) {}

    @Override
    public void signal(Signal signal) {}
  }
}
