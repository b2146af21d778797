// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import static io.berth.backend.docker.options.Flag.Form.MANY;
import static io.berth.backend.docker.options.Flag.Form.ONE;
import static io.berth.backend.docker.options.Flag.Form.SWITCH;

import io.berth.backend.docker.options.Flag.Use;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Options about names, addresses and ports.
final class NetworkFlags {

  static final List<Flag<?>> ALL =
      List.of(
          Flag.of(
              "add-host",
              MANY,
              Rule.free(),
              Use.list("HostConfig.ExtraHosts", NetworkFlags::extraHost)),
          Flag.of("dns", MANY, Rule.free(), Use.list("HostConfig.Dns", NetworkFlags::address)),
          Flag.of(
              "dns-option dns-opt",
              MANY,
              Rule.free(),
              Use.list("HostConfig.DnsOptions", Reading::text)),
          Flag.of("dns-search", MANY, Rule.free(), Use.list("HostConfig.DnsSearch", Reading::text)),
          Flag.of("domainname", ONE, Rule.free(), Use.at("Domainname", NetworkFlags::hostName)),
          Flag.of("expose", MANY, Rule.free(), expose()),
          Flag.of("hostname h", ONE, Rule.free(), Use.at("Hostname", NetworkFlags::hostName)),
          Flag.of(
              "link",
              MANY,
              Rule.refused("it joins containers outside the network of the job"),
              Use.list("HostConfig.Links", Reading::text)),
          Flag.of(
              "network net",
              MANY,
              Rule.refused("the network of a job is made by Berth, for that job alone"),
              Use.at("HostConfig.NetworkMode", Reading::text)),
          Flag.of(
              "network-alias net-alias",
              MANY,
              Rule.free(),
              new Use<>(
                  NetworkFlags::hostName,
                  "a name in the network of the job",
                  (name, body) -> body.add(CreateBody.ALIASES, name))),
          Flag.of("publish p", MANY, PublishRule.OF_OPTIONS, publish()),
          Flag.of(
              "publish-all P",
              SWITCH,
              Rule.refused("it opens ports of the machine; write them under `ports`", t -> !t),
              Use.at("HostConfig.PublishAllPorts", Reading::truth)));

  private NetworkFlags() {}

  static String hostName(String text) throws Malformed {
    boolean good = !text.isEmpty() && text.length() <= 253 && !text.startsWith("-");
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      good &= (c < 128 && Character.isLetterOrDigit(c)) || "-._".indexOf(c) >= 0;
    }
    if (!good) {
      throw new Malformed(
          "`" + text + "` is not a name of a host", "use letters, digits, `-`, `.` and `_`");
    }
    return text;
  }

  private static String extraHost(String text) throws Malformed {
    int colon = text.indexOf('=') > 0 ? text.indexOf('=') : text.indexOf(':');
    if (colon < 1) {
      throw new Malformed(
          "`" + text + "` is not of the form `NAME:ADDRESS`", "write it as `db:10.0.0.5`");
    }
    String address = text.substring(colon + 1);
    return hostName(text.substring(0, colon))
        + ":"
        + (address.equals("host-gateway") ? address : address(address));
  }

  static String address(String text) throws Malformed {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    boolean four = bare.split("\\.", -1).length == 4;
    for (String part : bare.split("\\.", -1)) {
      four &=
          !part.isEmpty()
              && part.length() <= 3
              && part.chars().allMatch(c -> c >= '0' && c <= '9')
              && Integer.parseInt(part) <= 255;
    }
    boolean six = bare.indexOf(':') >= 0 && isAddress(bare);
    if (!four && !six) {
      throw new Malformed(
          "`" + text + "` is not an address", "write it as `10.0.0.5` or `fd00::5`");
    }
    return bare;
  }

  private static boolean isAddress(String text) {
    try {
      return text.indexOf('%') < 0 && InetAddress.ofLiteral(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Use<List<PortMapping>> publish() {
    return new Use<>(
        PortMapping::read,
        "HostConfig.PortBindings, ExposedPorts",
        (mappings, body) -> mappings.forEach(mapping -> mapping.put(body)));
  }

  private static Use<List<PortMapping>> expose() {
    Reading<List<PortMapping>> reading =
        text -> {
          if (text.indexOf(':') >= 0) {
            throw new Malformed(
                "`" + text + "` names a port of the machine", "write `80`, `80-90` or `80/udp`");
          }
          return PortMapping.read(text);
        };
    return new Use<>(
        reading,
        "ExposedPorts",
        (mappings, body) ->
            mappings.forEach(mapping -> body.entry("ExposedPorts", mapping.port(), Map.of())));
  }

  /// Who may open ports of the machine.
  static final class PublishRule {

    static final Rule<List<PortMapping>> OF_OPTIONS =
        Rule.listed(
            AllowList.PUBLISH,
            "it opens a port of the machine; under `ports` it would be one for this machine alone",
            PublishRule::items);

    /// `ports` of a workflow are for the machine alone unless the list says otherwise.
    static final Rule<List<PortMapping>> OF_PORTS =
        Rule.listed(
            AllowList.PUBLISH,
            "it opens a port of the machine for others",
            mappings -> items(mappings.stream().filter(one -> !one.isLocal()).toList()));

    private PublishRule() {}

    private static List<String> items(List<PortMapping> mappings) {
      List<String> items = new ArrayList<>();
      mappings.forEach(mapping -> items.add(mapping.item()));
      return items;
    }
  }
}
