// SPDX-License-Identifier: Apache-2.0
package io.berth.services.artifact;

import io.berth.model.ErrorCode;
import io.berth.model.StorageFailure;
import io.berth.services.Handler;
import io.berth.services.JobServices;
import io.berth.services.Refusal;
import io.berth.services.Request;
import io.berth.services.Response;
import io.berth.services.Route;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/// Keeps the artifacts of runs and serves them to the jobs of the same run, by both interfaces that
/// clients know: version 4, which sends one content, and version 3, which sends file by file.
public final class ArtifactService {

  private final ConcurrentMap<String, RunArtifacts> runs = new ConcurrentHashMap<>();
  private final ArtifactLimits limits;

  private ArtifactService(ArtifactLimits limits) {
    this.limits = limits;
  }

  /// Begins to serve artifacts to the jobs that a server admits.
  public static ArtifactService mount(JobServices services, ArtifactLimits limits) {
    var artifacts = new ArtifactService(limits);
    services.mount(artifacts.route(Twirp.PATH, Route.Access.TOKEN, new Twirp(artifacts)));
    services.mount(artifacts.route(Blobs.PATH, Route.Access.LINK, new Blobs(artifacts)));
    services.mount(artifacts.route(Pipelines.PATH, Route.Access.TOKEN, new Pipelines(artifacts)));
    services.mount(artifacts.route(Containers.PATH, Route.Access.TOKEN, new Containers(artifacts)));
    return artifacts;
  }

  private Route route(String path, Route.Access access, Handler handler) {
    return new Route(path, access, request -> handle(handler, request));
  }

  /// A full disk is something that the log of the job has to say; a client that is gone is not.
  private static Response handle(Handler handler, Request request) throws IOException {
    try {
      return handler.handle(request);
    } catch (Refusal e) {
      throw e;
    } catch (IOException e) {
      boolean isFull = StorageFailure.code(e) == ErrorCode.STORAGE_FULL;
      if (isFull || e instanceof FileSystemException) {
        throw new Refusal(
            isFull ? Refusal.Kind.FULL : Refusal.Kind.BROKEN,
            "the artifacts of this run cannot be kept: " + e.getMessage());
      }
      throw e;
    }
  }

  /// Serves the artifacts of a run from now on. What is served already goes on as it is.
  ///
  /// @param run names it as in [io.berth.services.ServedJob]
  /// @param folder where they are kept; made when there is something to keep
  /// @param complete is told of each that is complete, by the thread that serves the last request
  ///     for it
  public void open(String run, Path folder, Consumer<StoredArtifact> complete) {
    runs.computeIfAbsent(
        run, _ -> new RunArtifacts(folder, limits, InstantSource.system(), complete));
  }

  ArtifactLimits limits() {
    return limits;
  }

  RunArtifacts of(Request request) throws Refusal {
    RunArtifacts artifacts = runs.get(request.job().run());
    if (artifacts == null) {
      throw new Refusal(Refusal.Kind.NOT_FOUND, "no artifacts are kept for this run");
    }
    return artifacts;
  }
}
