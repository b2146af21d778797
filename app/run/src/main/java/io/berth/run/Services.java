// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.engine.Event;
import io.berth.engine.JobSpec;
import io.berth.engine.output.Masker;
import io.berth.model.BerthException;
import io.berth.services.artifact.StoredArtifact;
import io.berth.services.artifact.Unpacking;
import io.berth.store.StoredRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The services for the jobs of one call of `berth exec`: caches and artifacts. Nothing of them is
/// loaded or listens before a job asks.
final class Services implements AutoCloseable {

  private final ServiceHost.Place place;
  private final boolean isOff;
  private final AtomicInteger jobs = new AtomicInteger();
  private @Nullable ServiceHost host;
  private @Nullable Thread starting;

  /// @param place where things are kept
  /// @param isOff whether there are none
  Services(ServiceHost.Place place, boolean isOff) {
    this.place = place;
    this.isOff = isOff;
  }

  /// Returns what a job may use.
  ///
  /// @param run the id of its run
  /// @param folder the folder of its run
  /// @param recorder is told of artifacts
  JobEndpoints of(String run, Path folder, JobSpec spec, Recorder recorder) {
    if (isOff) {
      return JobEndpoints.NONE;
    }
    int number = jobs.incrementAndGet();
    return new JobEndpoints() {
      private ServiceHost.@Nullable Admitted admitted;
      private boolean isClosed;

      @Override
      public void begin() {
        startSoon();
      }

      @Override
      public synchronized String variables(Masker masker) throws IOException, InterruptedException {
        if (isClosed) {
          return "";
        }
        ServiceHost.Admitted entry =
            host()
                .admit(
                    ServedJobs.of(spec, run, number, place.root()),
                    folder.resolve(StoredRun.ARTIFACTS),
                    artifact ->
                        recorder.event(new Event.Noticed(told(run, artifact)), new Masker()));
        admitted = entry;
        masker.add(entry.token());
        return entry.variables();
      }

      @Override
      public synchronized void close() {
        isClosed = true;
        if (admitted != null) {
          admitted.close();
          admitted = null;
        }
      }
    };
  }

  private static String told(String run, StoredArtifact artifact) {
    return "artifact `"
        + artifact.name()
        + "`, "
        + artifact.size()
        + " bytes: berth artifacts "
        + run
        + " '"
        + artifact.name()
        + "' -o DIR";
  }

  private synchronized void startSoon() {
    if (host == null && starting == null) {
      starting = Thread.ofVirtual().name("services").start(this::startQuietly);
    }
  }

  private void startQuietly() {
    try {
      host();
    } catch (IOException e) {
      // who asks for the variables is told
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized ServiceHost host() throws IOException, InterruptedException {
    ServiceHost started = host;
    if (started == null) {
      try {
        started = ServiceHost.start(place);
      } catch (BerthException e) {
        throw new IOException(e.errors().getFirst().problem(), e);
      }
      host = started;
    }
    return started;
  }

  /// Unpacks the artifacts of a run that has ended, each into a folder with its name.
  static void unpack(Path run, Path target) throws IOException {
    Path artifacts = run.resolve(StoredRun.ARTIFACTS);
    var unpacking = new Unpacking(artifacts);
    for (StoredArtifact artifact : StoredArtifact.in(artifacts)) {
      unpacking.unpack(artifact, target.resolve(artifact.name()));
    }
  }

  @Override
  public void close() {
    Thread thread;
    synchronized (this) {
      thread = starting;
    }
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (host != null) {
        host.close();
      }
    }
  }
}
