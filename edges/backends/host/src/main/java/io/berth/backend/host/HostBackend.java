// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.kit.Leased;
import io.berth.kit.LiftedBackend;
import io.berth.kit.SmallBackend;
import io.berth.os.Launch;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Places jobs on the machine that Berth runs on: every environment has a folder of its own below
/// the work folder and is otherwise not isolated at all.
///
/// Its environments live in this process, and end with it. A lease that runs out before ends an
/// environment only where somebody [sweeps][#sweep]. What an earlier process could not remove is
/// removed before the first is made.
public final class HostBackend implements Backend, Leased {

  private final LiftedBackend lifted;

  /// @param workFolder where the folders of the environments are made; made when missing
  /// @param variables the environment of Berth itself, of which a few names are inherited
  public HostBackend(Path workFolder, Map<String, String> variables) {
    this(workFolder, variables, LiftedBackend.Surroundings.usual());
  }

  /// @param surroundings the time and threads to use
  public HostBackend(
      Path workFolder, Map<String, String> variables, LiftedBackend.Surroundings surroundings) {
    this(new HostPlaces(HostSettings.of(workFolder), variables), surroundings);
  }

  private HostBackend(SmallBackend places, LiftedBackend.Surroundings surroundings) {
    this.lifted = new LiftedBackend(places, surroundings);
  }

  /// Returns one whose jobs outlive this process: an agent owns the executions of each environment
  /// and counts its lease. Any process that is given the same work folder finds them.
  public static HostBackend lasting(Path workFolder, Map<String, String> variables) {
    return of(HostSettings.of(workFolder).withLasting(true), variables);
  }

  static HostBackend of(HostSettings settings, Map<String, String> variables) {
    return new HostBackend(
        settings.lasting()
            ? new LastingPlaces(settings, variables)
            : new HostPlaces(settings, variables),
        LiftedBackend.Surroundings.usual());
  }

  /// Gets ready to start programs, on another thread, so that the first step starts sooner.
  public static void prepare() {
    Launch.prepare();
  }

  @Override
  public Capabilities capabilities() {
    return lifted.capabilities();
  }

  @Override
  public boolean hasTerminals() {
    return lifted.hasTerminals();
  }

  @Override
  public List<LabelVerdict> validateLabels(List<LabelConfiguration> labels) {
    return lifted.validateLabels(labels);
  }

  @Override
  public PlanVerdict plan(JobPlan plan) {
    return lifted.plan(plan);
  }

  @Override
  public Environment create(EnvironmentRequest request) throws InterruptedException {
    return lifted.create(request);
  }

  @Override
  public List<EnvironmentStatus> list(String runner) {
    return lifted.list(runner);
  }

  @Override
  public Environment adopt(String id, Owner owner) {
    return lifted.adopt(id, owner);
  }

  @Override
  public List<String> renew(List<String> ids, Owner owner, Duration lease) {
    return lifted.renew(ids, owner, lease);
  }

  @Override
  public void remove(String id, Owner owner) {
    lifted.remove(id, owner);
  }

  @Override
  public void sweep() {
    lifted.sweep();
  }
}
