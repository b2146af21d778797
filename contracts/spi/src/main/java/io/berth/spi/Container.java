// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.util.Map;

/// A container that was made.
///
/// @param id as the caller chose it
/// @param address the name or number by which executions reach it
/// @param ports for each port of the container, as `80/tcp`, the one to use from an execution
@Experimental
public record Container(String id, String address, Map<String, Integer> ports) {

  public Container {
    ports = Map.copyOf(ports);
  }
}
