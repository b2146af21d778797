// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.plugin.PluginAddress;
import io.berth.plugin.PluginConnect;
import io.berth.plugin.PluginConnect.Way;
import io.berth.spi.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/// Reads one backend of the configuration.
final class BackendReader {

  private static final List<String> KEYS = List.of("connect", "config");
  private static final List<String> CONNECT =
      List.of(
          "address",
          "exec",
          "token_file",
          "ca",
          "cert",
          "key",
          "server_name",
          "protocol",
          "handshake",
          "env",
          "sha256",
          "start_timeout",
          "patience");
  private static final List<String> ONLY_EXEC =
      List.of("handshake", "env", "sha256", "start_timeout");
  private static final List<String> ONLY_ADDRESS =
      List.of("token_file", "ca", "cert", "key", "server_name");

  private final SettingsFile file;
  private final Map<String, Node> given = new HashMap<>();
  private final Map<String, Node> keys = new HashMap<>();

  BackendReader(SettingsFile file) {
    this.file = file;
  }

  /// @return `null` if something is wrong, which the file knows then
  @Nullable ConfiguredBackend read(String name, Node key, Node node) {
    if (!isName(name)) {
      file.add(
          "`" + name + "` is no name of a backend",
          "use lower-case letters, digits and `-`; `host`, `docker` and what begins with `plugin` are taken",
          key);
    }
    Setting.Section settings = Setting.Section.EMPTY;
    Node connect = null;
    for (NodeTuple pair : file.pairs(node, "backend `" + name + "`")) {
      switch (SettingsFile.key(pair)) {
        case "connect" -> connect = pair.getValueNode();
        case "config" ->
            settings = file.section(pair.getValueNode(), "`config` of backend `" + name + "`");
        default -> file.unknown(pair.getKeyNode(), "of a backend", KEYS);
      }
    }
    if (connect == null) {
      file.add(
          "backend `" + name + "` does not say where its plugin is",
          "write `connect: {address: …}` or `connect: {exec: [program]}`",
          key);
      return null;
    }
    PluginConnect read = connect(name, connect);
    return read == null ? null : new ConfiguredBackend(name, read, settings);
  }

  static boolean isName(String name) {
    boolean good =
        !name.isEmpty()
            && name.length() <= 63
            && !name.equals("host")
            && !name.equals("docker")
            && !name.startsWith("plugin");
    for (int i = 0; good && i < name.length(); i++) {
      char c = name.charAt(i);
      good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i > 0);
    }
    return good;
  }

  private @Nullable PluginConnect connect(String name, Node node) {
    for (NodeTuple pair : file.pairs(node, "`connect` of backend `" + name + "`")) {
      String key = SettingsFile.key(pair);
      if (CONNECT.contains(key)) {
        given.put(key, pair.getValueNode());
        keys.put(key, pair.getKeyNode());
      } else {
        file.unknown(pair.getKeyNode(), "of `connect`", CONNECT);
      }
    }
    boolean runs = given.containsKey("exec");
    boolean isOne = runs != given.containsKey("address");
    if (!isOne) {
      file.add(
          runs
              ? "`connect` has an address and a program: Berth cannot do both"
              : "`connect` has neither `address` nor `exec`",
          "give one of them: `address` for a plugin that runs, `exec` for one that Berth runs",
          node);
    }
    for (String key : !isOne ? List.<String>of() : runs ? ONLY_ADDRESS : ONLY_EXEC) {
      Node where = keys.get(key);
      if (where != null) {
        file.add(
            "`"
                + key
                + "` means nothing for a plugin that "
                + (runs ? "Berth" : "somebody else")
                + " runs",
            "remove it",
            where);
      }
    }
    Way run = runs ? run() : null;
    Way at = given.containsKey("address") ? at() : null;
    Way way = isOne ? runs ? run : at : null;
    Path tokenFile = path("token_file");
    PluginConnect.Protocol protocol = protocol();
    PluginConnect.Certificates certificates = certificates(way);
    Duration patience = duration("patience", PluginConnect.DEFAULT_PATIENCE);
    return way == null ? null : new PluginConnect(way, protocol, tokenFile, certificates, patience);
  }

  private @Nullable Way at() {
    Node node = node("address");
    String address = file.text(node, "`address`");
    if (address == null) {
      return null;
    }
    try {
      return new Way.At(PluginAddress.parse(address));
    } catch (IllegalArgumentException e) {
      file.add(String.valueOf(e.getMessage()), null, node);
      return null;
    }
  }

  private @Nullable Way run() {
    Node node = node("exec");
    List<String> command = new ArrayList<>(file.texts(node, "`exec`"));
    Node handshake = given.get("handshake");
    String shaken = handshake == null ? null : file.text(handshake, "`handshake`");
    if (shaken != null && handshake != null && !shaken.equals("line")) {
      file.add(
          "the only handshake is `line`", "write `handshake: line`, or leave it out", handshake);
    }
    Node sha256 = given.get("sha256");
    String pinned = sha256 == null ? null : file.text(sha256, "`sha256`");
    boolean isPin = pinned != null && pinned.length() == 64 && isHexadecimal(pinned);
    boolean isFixed = !command.isEmpty() && command.getFirst().startsWith("/");
    if (pinned != null && !(isPin && isFixed)) {
      file.add(
          "`sha256` needs 64 hexadecimal digits, and `exec` an absolute path",
          "take the digits from `sha256sum`",
          sha256 == null ? node : sha256);
    }
    Node env = given.get("env");
    List<String> inherited = env == null ? List.of() : file.texts(env, "`env`");
    Duration start = duration("start_timeout", PluginConnect.DEFAULT_START);
    if (command.isEmpty()) {
      file.add("`exec` names no program", "write `exec: [/path/of/program, argument]`", node);
      return null;
    }
    return new Way.Run(command, inherited, pinned, start);
  }

  private static boolean isHexadecimal(String text) {
    return text.chars().allMatch(digit -> Character.digit(digit, 16) >= 0);
  }

  private Node node(String key) {
    Node node = given.get(key);
    if (node == null) {
      throw new IllegalStateException("`" + key + "` was looked for before");
    }
    return node;
  }

  private @Nullable Path path(String key) {
    Node node = given.get(key);
    String text = node == null ? null : file.text(node, "`" + key + "`");
    return text == null ? null : file.folder().resolve(text);
  }

  private PluginConnect.Protocol protocol() {
    Node node = given.get("protocol");
    String name = node == null ? "berth" : file.text(node, "`protocol`");
    if (node != null && "forgejo-v1alpha".equals(name)) {
      if (given.containsKey("exec")) {
        file.add(
            "a plugin that speaks `forgejo-v1alpha` is a server and cannot be started by `exec`",
            "start it as a service, and give its `address`",
            node);
      }
      return PluginConnect.Protocol.FORGEJO_V1ALPHA;
    }
    if (node != null && name != null && !"berth".equals(name)) {
      file.add(
          "`" + name + "` is no protocol that Berth speaks",
          "use `berth` (the default) or `forgejo-v1alpha`",
          node);
    }
    return PluginConnect.Protocol.BERTH;
  }

  private PluginConnect.@Nullable Certificates certificates(@Nullable Way way) {
    Path authority = path("ca");
    Path certificate = path("cert");
    Path key = path("key");
    Node named = given.get("server_name");
    String serverName = named == null ? null : file.text(named, "`server_name`");
    boolean tls = way instanceof Way.At(PluginAddress.Tls _);
    if (tls && authority != null && certificate != null && key != null) {
      return new PluginConnect.Certificates(authority, certificate, key, serverName);
    }
    if (tls) {
      file.add(
          "`tls://` needs certificates on both sides",
          "give `ca`, `cert` and `key`",
          node("address"));
    } else if (way instanceof Way.At) {
      for (String each : List.of("ca", "cert", "key", "server_name")) {
        Node where = keys.get(each);
        if (where != null) {
          file.add("`" + each + "` is for addresses that begin with `tls://`", "remove it", where);
        }
      }
    }
    return null;
  }

  /// Reads `500ms`, `30s`, `5m` or `1h`.
  private Duration duration(String key, Duration usual) {
    Node node = given.get(key);
    String text = node == null ? null : file.text(node, "`" + key + "`");
    if (node == null || text == null) {
      return usual;
    }
    Duration duration = new Setting.Text(text).duration().orElse(Duration.ZERO);
    if (duration.isZero() || duration.toHours() > 24) {
      file.add("`" + text + "` is no time of up to 24 hours", "write it as `30s` or `5m`", node);
      return usual;
    }
    return duration;
  }
}
