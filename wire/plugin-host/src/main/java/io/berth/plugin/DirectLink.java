// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.grpc.Status;
import io.grpc.StatusException;

/// The way to a plugin that somebody else runs.
final class DirectLink implements Link {

  private final Endpoint endpoint;
  private final Transport transport = new Transport();
  private PluginConnection connection;
  private boolean closed;

  DirectLink(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.connection = new PluginConnection(endpoint, transport);
  }

  @Override
  public synchronized PluginConnection connection() throws StatusException {
    if (closed) {
      throw Status.ABORTED.withDescription("the connection is closed").asException();
    }
    return connection;
  }

  @Override
  public synchronized void renew(PluginConnection dead) {
    if (!closed && connection == dead) {
      connection = new PluginConnection(endpoint, transport);
    }
    dead.close();
  }

  @Override
  public void giveUp(PluginConnection dead) {
    renew(dead);
  }

  @Override
  public synchronized void close() {
    closed = true;
    connection.close();
    transport.close();
  }
}
