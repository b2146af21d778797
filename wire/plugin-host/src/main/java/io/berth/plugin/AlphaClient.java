// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.kit.Janitor;
import io.berth.kit.LiftedBackend;
import io.berth.kit.Threads;
import io.grpc.ManagedChannel;
import java.time.Duration;

/// A plugin of Forgejo's runner as a backend. Its environments live as long as this process: nobody
/// else knows them, so they are removed when it ends and when their lease has run out.
final class AlphaClient extends LiftedBackend {

  /// The protocol has a larger limit than gRPC.
  static final int LARGEST_MESSAGE = 32 << 20;

  private final AlphaBackend small;
  private final Janitor janitor;
  private final ManagedChannel channel;
  private final Transport transport;

  private AlphaClient(AlphaBackend small, ManagedChannel channel, Transport transport) {
    super(small, Surroundings.usual());
    this.small = small;
    this.channel = channel;
    this.transport = transport;
    this.janitor = Janitor.start(this, Janitor.EVERY, Threads.virtual(), failure -> {});
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
      return new AlphaClient(small, channel, transport);
    } catch (RuntimeException | InterruptedException e) {
      channel.shutdownNow();
      transport.close();
      throw e;
    }
  }

  PluginFacts facts() {
    return small.facts();
  }

  @Override
  public void close() {
    janitor.close();
    channel.shutdownNow();
    transport.close();
  }
}
