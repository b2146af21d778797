// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A port of a container that is opened on the machine.
///
/// @param address of the machine; empty if the workflow leaves it open
/// @param hostPort of the machine; 0 for one that is free
/// @param containerPort of the container
/// @param protocol `tcp`, `udp` or `sctp`
record PortMapping(String address, int hostPort, int containerPort, String protocol) {

  private static final int MOST = 1000;

  /// Reads `[ADDRESS:][PORT[-PORT]:]PORT[-PORT][/PROTOCOL]`.
  static List<PortMapping> read(String text) throws Malformed {
    int slash = text.indexOf('/');
    String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
    String ports = slash < 0 ? text : text.substring(0, slash);
    if (!List.of("tcp", "udp", "sctp").contains(protocol)) {
      throw malformed(text);
    }
    int last = ports.lastIndexOf(':');
    int before = last < 0 ? -1 : ports.lastIndexOf(':', last - 1);
    String container = ports.substring(last + 1);
    String host = last < 0 ? "" : ports.substring(before + 1, last);
    String address = before < 0 ? "" : NetworkFlags.address(ports.substring(0, before));
    if (last >= 0 && before < 0 && host.isEmpty()) {
      throw malformed(text);
    }
    int[] inside = range(container, 1, text);
    int[] outside = host.isEmpty() ? new int[] {0, 0} : range(host, 0, text);
    int count = inside[1] - inside[0];
    if (count >= MOST || (!host.isEmpty() && outside[1] - outside[0] != count)) {
      throw new Malformed(
          "`" + text + "` opens more than " + MOST + " ports, or ranges of two lengths",
          "write ranges of the same length");
    }
    List<PortMapping> mappings = new ArrayList<>();
    for (int i = 0; i <= count; i++) {
      int port = host.isEmpty() || outside[0] == 0 ? 0 : outside[0] + i;
      mappings.add(new PortMapping(address, port, inside[0] + i, protocol));
    }
    return mappings;
  }

  private static int[] range(String text, int least, String whole) throws Malformed {
    int dash = text.indexOf('-');
    try {
      int from = port(dash < 0 ? text : text.substring(0, dash));
      int to = dash < 0 ? from : port(text.substring(dash + 1));
      if (from >= least && to >= from && to <= 65535) {
        return new int[] {from, to};
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw malformed(whole);
  }

  private static int port(String text) {
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new NumberFormatException(text);
    }
    return Integer.parseInt(text);
  }

  private static Malformed malformed(String text) {
    return new Malformed(
        "`" + text + "` is not a port",
        "write it as `80`, `80/udp`, `8080:80` or `127.0.0.1:8080:80`");
  }

  /// Returns whether only the machine itself can reach it, or nobody has said otherwise.
  boolean isLocal() {
    return address.isEmpty() || address.startsWith("127.") || address.equals("::1");
  }

  /// Returns it as allow-lists have it.
  String item() {
    return (address.isEmpty() ? "0.0.0.0" : address) + ":" + hostPort;
  }

  /// Returns the port of the container as the engine writes it, `80/tcp`.
  String port() {
    return containerPort + "/" + protocol;
  }

  PortMapping at(String other) {
    return new PortMapping(other, hostPort, containerPort, protocol);
  }

  void put(CreateBody body) {
    body.entry("ExposedPorts", port(), Map.of());
    body.binding(port(), Map.of("HostIp", address, "HostPort", hostPort == 0 ? "" : "" + hostPort));
  }
}
