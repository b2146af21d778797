// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

/// What lets a backend take an image from a registry. It is used for its image and nothing else.
///
/// @param server the registry; empty for Docker Hub
/// @param user the account
/// @param password its password or token
public record RegistryCredential(String server, String user, String password) {

  /// Says whose it is, never the password.
  @Override
  public String toString() {
    return user + " at " + (server.isEmpty() ? "Docker Hub" : server);
  }
}
