// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.kit.Janitor;
import io.berth.kit.LiftedBackend;
import io.berth.kit.Threads;
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
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;

/// A plugin of Forgejo's runner as a backend. Its environments live as long as this process: nobody
/// else knows them, so they are removed when it ends and when their lease has run out.
final class AlphaClient implements Backend {

  /// The protocol has a larger limit than gRPC.
  static final int LARGEST_MESSAGE = 32 << 20;

  private final LiftedBackend lifted;
  private final Janitor janitor;
  private final ManagedChannel channel;
  private final Transport transport;

  private AlphaClient(LiftedBackend lifted, ManagedChannel channel, Transport transport) {
    this.lifted = lifted;
    this.channel = channel;
    this.transport = transport;
    this.janitor = Janitor.start(lifted, Janitor.EVERY, Threads.virtual(), failure -> {});
  }

  /// Connects a plugin.
  ///
  /// @param patience how long it may be away
  static AlphaClient connect(
      String name, Endpoint endpoint, AlphaSettings settings, Duration patience)
      throws InterruptedException {
    var transport = new Transport();
    ManagedChannel channel = PluginConnection.channel(endpoint, transport, LARGEST_MESSAGE);
    try {
      var small = new AlphaBackend(name, settings, channel);
      small.open(patience);
      return new AlphaClient(
          new LiftedBackend(small, LiftedBackend.Surroundings.usual()), channel, transport);
    } catch (RuntimeException | InterruptedException e) {
      channel.shutdownNow();
      transport.close();
      throw e;
    }
  }

  @Override
  public Capabilities capabilities() {
    return lifted.capabilities();
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
  public void close() {
    janitor.close();
    channel.shutdownNow();
    transport.close();
  }
}
