// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import java.nio.file.Path;

/// What a plugin says in its first line: `1|1|unix|/path|grpc|` and maybe a certificate.
///
/// @param address where it is reached
/// @param certificate its own, in DER as base64 without padding, or empty
record Handshake(PluginAddress address, String certificate) {

  /// The version of the line itself, and that of what is spoken afterwards.
  private static final String VERSION = "1";

  private static final int ADDRESS = 3;
  private static final int PROTOCOL = 4;
  private static final int CERTIFICATE = 5;

  /// go-plugin takes a shorter field for none.
  private static final int SHORTEST_CERTIFICATE = 50;

  /// @throws IllegalArgumentException what is wrong with the line, in words
  static Handshake parse(String line) {
    String[] fields = line.strip().split("\\|", -1);
    if (fields.length <= ADDRESS) {
      throw wrong(line, "it has " + fields.length + " fields, not at least 5");
    }
    if (!fields[0].equals(VERSION) || !fields[1].equals(VERSION)) {
      throw wrong(
          line, "it names the versions " + fields[0] + " and " + fields[1] + ", not 1 and 1");
    }
    String protocol = fields.length > PROTOCOL ? fields[PROTOCOL] : "netrpc";
    if (!protocol.equals("grpc")) {
      throw wrong(line, "it speaks `" + protocol + "`, not `grpc`");
    }
    String certificate = fields.length > CERTIFICATE ? fields[CERTIFICATE] : "";
    return new Handshake(
        address(line, fields[2], fields[ADDRESS]),
        certificate.length() > SHORTEST_CERTIFICATE ? certificate : "");
  }

  private static PluginAddress address(String line, String network, String place) {
    if (network.equals("unix") && place.startsWith("/")) {
      return new PluginAddress.Unix(Path.of(place));
    }
    if (network.equals("tcp")) {
      try {
        return PluginAddress.parse("tcp://" + place);
      } catch (IllegalArgumentException e) {
        // Told below: a plugin listens on this machine and nowhere else.
      }
    }
    throw wrong(
        line, "`" + network + "|" + place + "` is neither `unix|/path` nor `tcp|127.0.0.1:port`");
  }

  private static IllegalArgumentException wrong(String line, String problem) {
    String shown = line.length() > 200 ? line.substring(0, 200) + "…" : line;
    return new IllegalArgumentException("`" + shown + "` is no line to connect by: " + problem);
  }
}
