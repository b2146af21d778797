// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.os.Launch;
import io.berth.os.PseudoTerminal;
import io.berth.spi.Backend;
import io.berth.spi.Capabilities;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.JobPlan;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Owner;
import io.berth.spi.PlanVerdict;
import io.berth.spi.Resources;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Places jobs on the machine that Berth runs on: every environment has a folder of its own below
/// the work folder and is otherwise not isolated at all.
///
/// Its environments live in this process: a lease cannot outlast it, so leases are granted and not
/// counted. What an earlier process could not remove is removed before the first is made.
public final class HostBackend implements Backend {

  private final Path workFolder;
  private final Map<String, String> variables;
  private final ReentrantLock creation = new ReentrantLock();
  private final Map<String, HostEnvironment> environments = new ConcurrentHashMap<>();
  private boolean swept;

  /// @param workFolder where the folders of the environments are made; made when missing
  /// @param variables the environment of Berth itself, of which a few names are inherited
  public HostBackend(Path workFolder, Map<String, String> variables) {
    this.workFolder = workFolder.toAbsolutePath().normalize();
    this.variables = InheritedVariables.of(variables);
  }

  /// Gets ready to start programs, on another thread, so that the first step starts sooner.
  public static void prepare() {
    Launch.prepare();
  }

  @Override
  public Capabilities capabilities() {
    return HostCapabilities.DECLARED;
  }

  @Override
  public boolean hasTerminals() {
    return PseudoTerminal.isSupported();
  }

  @Override
  public List<LabelVerdict> validateLabels(List<LabelConfiguration> labels) {
    List<LabelVerdict> verdicts = new ArrayList<>();
    for (LabelConfiguration label : labels) {
      verdicts.add(HostLabels.verdict(label));
    }
    return verdicts;
  }

  @Override
  public PlanVerdict plan(JobPlan plan) {
    List<PlanVerdict.Unmet> unmet = HostCapabilities.DECLARED.unmet(plan, HostBackendFactory.ID);
    return unmet.isEmpty()
        ? new PlanVerdict.Accepted(Resources.ANY, List.of())
        : new PlanVerdict.Refused(unmet);
  }

  @Override
  public Environment create(EnvironmentRequest request) {
    if (plan(request.plan()) instanceof PlanVerdict.Refused refused) {
      throw new BerthException(refused.errors(), null);
    }
    creation.lock();
    try {
      if (!swept) {
        swept = true;
        Leftovers.sweep(workFolder);
      }
      HostEnvironment known = environments.get(request.id());
      if (known == null) {
        known = make(request);
        environments.put(request.id(), known);
      } else if (!known.request().equals(request)) {
        throw notReady("environment `" + request.id() + "` exists and was asked for differently");
      }
      return known;
    } finally {
      creation.unlock();
    }
  }

  private HostEnvironment make(EnvironmentRequest request) {
    try {
      HostFolders folders = HostFolders.make(workFolder, request.id(), request.plan().name());
      return new HostEnvironment(this, request, folders, variables);
    } catch (IOException e) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.STORAGE_FAILED,
              "the folders of a job cannot be made below `" + workFolder + "`: " + reason(e),
              "make it writable, or name another place in XDG_CACHE_HOME"),
          e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied for `" + denied.getFile() + "`";
      case NoSuchFileException missing -> "there is no `" + missing.getFile() + "`";
      case FileAlreadyExistsException there -> "`" + there.getFile() + "` is there already";
      default -> String.valueOf(e.getMessage());
    };
  }

  @Override
  public List<EnvironmentStatus> list(String runner) {
    List<EnvironmentStatus> statuses = new ArrayList<>();
    for (HostEnvironment environment : environments.values()) {
      if (environment.request().owner().runner().equals(runner)) {
        statuses.add(environment.status());
      }
    }
    return statuses;
  }

  @Override
  public Environment adopt(String id, Owner owner) {
    throw notReady("environment `" + id + "` ended with the process that made it");
  }

  @Override
  public List<String> renew(List<String> ids, Owner owner, Duration lease) {
    List<String> renewed = new ArrayList<>();
    for (String id : ids) {
      HostEnvironment environment = environments.get(id);
      if (environment != null && environment.isOf(owner)) {
        renewed.add(id);
      }
    }
    return renewed;
  }

  @Override
  public void remove(String id, Owner owner) {
    HostEnvironment environment = environments.get(id);
    if (environment != null && environment.isOf(owner)) {
      environment.remove();
    }
  }

  /// Forgets an environment that has been removed.
  void removed(HostEnvironment environment) {
    environments.remove(environment.request().id(), environment);
  }

  static BerthException notReady(String problem) {
    return new BerthException(
        BerthError.of(ErrorCode.ENVIRONMENT_NOT_READY, problem, "run the job again"));
  }
}
