// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.model.BerthException;
import io.berth.services.Endpoints;
import io.berth.services.JobServices;
import io.berth.services.Limits;
import io.berth.services.ServedJob;
import io.berth.services.artifact.ArtifactLimits;
import io.berth.services.artifact.ArtifactService;
import io.berth.services.artifact.StoredArtifact;
import io.berth.services.cache.CacheLimits;
import io.berth.services.cache.CacheService;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.function.Consumer;

/// The server for jobs with all that it serves, while it listens.
final class ServiceHost implements AutoCloseable {

  private final JobServices services;
  private final ArtifactService artifacts;
  private final CacheService caches;

  /// Where things are kept.
  ///
  /// @param root the folder of the repository whose workflows run
  /// @param caches the folder of all caches of this machine
  record Place(Path root, Path caches) {}

  private ServiceHost(JobServices services, ArtifactService artifacts, CacheService caches) {
    this.services = services;
    this.artifacts = artifacts;
    this.caches = caches;
  }

  /// @throws BerthException B3040 if nothing can listen, B3020 or B3021 if nothing can be kept
  static ServiceHost start(Place place) throws InterruptedException {
    JobServices services = JobServices.start(InetAddress.getLoopbackAddress(), Limits.USUAL);
    try {
      return new ServiceHost(
          services,
          ArtifactService.mount(services, ArtifactLimits.USUAL),
          CacheService.mount(services, place.caches(), CacheLimits.USUAL));
    } catch (BerthException | InterruptedException e) {
      services.close();
      throw e;
    }
  }

  /// A job that may use the services until this is closed.
  ///
  /// @param variables what its processes are told, a line `NAME=value` for each
  /// @param token what no log may show
  record Admitted(JobServices services, ServedJob job, String variables, String token)
      implements AutoCloseable {

    @Override
    public void close() {
      services.dismiss(job);
    }

    @Override
    public String toString() {
      return "Admitted[" + job + "]";
    }
  }

  /// @param folder where the artifacts of the run are kept
  /// @param complete is told of each artifact that is complete
  Admitted admit(ServedJob job, Path folder, Consumer<StoredArtifact> complete) {
    artifacts.open(job.run(), folder, complete);
    Endpoints endpoints = services.admit(job);
    String variables =
        "ACTIONS_RUNTIME_URL="
            + endpoints.runtimeUrl()
            + "\nACTIONS_RESULTS_URL="
            + endpoints.resultsUrl()
            + "\nACTIONS_CACHE_URL="
            + endpoints.cacheUrl()
            + "\nACTIONS_CACHE_SERVICE_V2=true\nACTIONS_RUNTIME_TOKEN="
            + endpoints.token();
    return new Admitted(services, job, variables, endpoints.token());
  }

  @Override
  public void close() {
    services.close();
    caches.close();
  }
}
