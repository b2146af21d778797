// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import static io.berth.backend.docker.options.Flag.Form.MANY;
import static io.berth.backend.docker.options.Flag.Form.ONE;
import static io.berth.backend.docker.options.Flag.Form.SWITCH;

import io.berth.backend.docker.options.Flag.Use;
import io.berth.backend.docker.options.Objection.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Options about files and devices of the machine.
final class PlaceFlags {

  private static final String MACHINE = "it is a part of the machine, or outlives the job";

  private final Sources sources;
  private final VolumeRule volumes;

  PlaceFlags(Sources sources) {
    this.sources = sources;
    this.volumes = new VolumeRule(sources);
  }

  List<Flag<?>> all() {
    return List.of(
        Flag.of("device", MANY, deviceRule(), device()),
        Flag.of("mount", MANY, mountRule(), mount()),
        Flag.of(
            "read-only", SWITCH, Rule.free(), Use.at("HostConfig.ReadonlyRootfs", Reading::truth)),
        Flag.of("tmpfs", MANY, Rule.capped(Limit.TMPFS, Tmpfs::amount), tmpfs()),
        Flag.of(
            "use-api-socket",
            SWITCH,
            socketRule(),
            new Use<>(
                Reading::truth,
                "HostConfig.Binds",
                (truth, body) -> {
                  if (truth) {
                    String socket = "/var/run/docker.sock";
                    body.mount(CreateBody.BINDS, socket, socket + ":" + socket);
                  }
                })),
        volume(),
        Flag.of(
            "volume-driver",
            ONE,
            Rule.listed(AllowList.VOLUME_DRIVERS, "a driver may give any folder", List::of),
            Use.at("HostConfig.VolumeDriver", Reading::text)),
        Flag.of(
            "volumes-from",
            MANY,
            Rule.listed(
                AllowList.VOLUMES_FROM,
                "it shares what another container has",
                text -> List.of(text.replaceFirst(":r[ow]$", ""))),
            Use.list("HostConfig.VolumesFrom", Reading::text)));
  }

  Flag<Volume> volume() {
    Rule<Volume> rule =
        new Rule<>(Rule.Standing.LISTED, AllowList.VOLUMES.key(), MACHINE, volumes::judge);
    return Flag.of(
        "volume v",
        MANY,
        rule,
        new Use<>(
            text -> Volume.read(text, sources),
            "HostConfig.Binds, Volumes",
            (volume, body) -> {
              if (volume.kind() == Volume.Kind.ANONYMOUS) {
                body.mount("Volumes", volume.target(), Map.of());
              } else {
                body.mount(CreateBody.BINDS, volume.target(), volume.bind());
              }
            }));
  }

  private Rule<Mount> mountRule() {
    return new Rule<>(
        Rule.Standing.LISTED,
        AllowList.VOLUMES.key(),
        MACHINE,
        (mount, asked) -> {
          List<Objection> objections = new ArrayList<>(mount.judge(asked));
          if (mount.volume() != null) {
            objections.addAll(volumes.judge(mount.volume(), asked));
          }
          return objections;
        });
  }

  private Use<Mount> mount() {
    return new Use<>(
        text -> Mount.read(text, sources), "HostConfig.Mounts", (mount, body) -> mount.put(body));
  }

  private static Use<Tmpfs> tmpfs() {
    return new Use<>(
        Tmpfs::read,
        "HostConfig.Tmpfs",
        (one, body) -> body.mount(CreateBody.TMPFS, one.target(), one.options()));
  }

  private static Rule<Boolean> socketRule() {
    return new Rule<>(
        Rule.Standing.REFUSED,
        "docker_socket: true",
        "who has the socket of the engine has the machine",
        (truth, asked) ->
            !truth || asked.policy().dockerSocket()
                ? List.of()
                : List.of(
                    new Objection(
                        Weight.ALWAYS,
                        "volumes.engine-socket",
                        "who has the socket of the engine has the machine",
                        "remove it; only `docker_socket: true` on the label allows it")));
  }

  private Rule<Device> deviceRule() {
    return Rule.listed(
        AllowList.DEVICES, "it is a device of the machine", device -> List.of(device.path()));
  }

  private Use<Device> device() {
    return new Use<>(
        text -> Device.read(text, sources),
        "HostConfig.Devices",
        (device, body) -> device.put(body));
  }

  /// A file system in memory.
  ///
  /// @param target where it is in the container
  /// @param options as the engine takes them
  /// @param amount its size, [Long#MAX_VALUE] for a part of all memory, 0 if nothing is said
  private record Tmpfs(String target, String options, long amount) {

    static Tmpfs read(String text) throws Malformed {
      int colon = text.indexOf(':');
      String options = colon < 0 ? "" : text.substring(colon + 1);
      long amount = 0;
      for (String option : options.split(",", -1)) {
        if (option.startsWith("size=")) {
          amount = option.endsWith("%") ? Long.MAX_VALUE : Reading.size(option.substring(5));
          amount = amount == 0 ? Long.MAX_VALUE : amount;
        } else if (option.startsWith("nr_blocks=")) {
          throw new Malformed("`" + option + "` counts in pages", "write `size=…`");
        }
      }
      return new Tmpfs(Reading.path(colon < 0 ? text : text.substring(0, colon)), options, amount);
    }
  }

  /// A device, by its path or by the name that a vendor gave it.
  ///
  /// @param path on the machine with every link followed, or the name
  private record Device(String path, String target, String rights) {

    static Device read(String text, Sources sources) throws Malformed {
      String[] parts = text.split(":", -1);
      if (!text.startsWith("/") && text.indexOf('=') > 0) {
        return new Device(text, "", "");
      }
      String rights =
          parts.length > 1 && isRights(parts[parts.length - 1]) ? parts[parts.length - 1] : "";
      int paths = parts.length - (rights.isEmpty() ? 0 : 1);
      if (paths > 2 || paths < 1) {
        throw new Malformed("`" + text + "` is not a device", "write it as `/dev/kvm:/dev/kvm:rw`");
      }
      String path = Reading.path(parts[0]);
      return new Device(
          sources.real(path).orElse(path),
          paths == 2 ? Reading.path(parts[1]) : path,
          rights.isEmpty() ? "rwm" : rights);
    }

    private static boolean isRights(String text) {
      return !text.isEmpty() && text.chars().allMatch(c -> "rwm".indexOf(c) >= 0);
    }

    void put(CreateBody body) {
      if (target.isEmpty()) {
        body.add("HostConfig.DeviceRequests", Map.of("Driver", "cdi", "DeviceIDs", List.of(path)));
      } else {
        body.add(
            "HostConfig.Devices",
            Map.of("PathOnHost", path, "PathInContainer", target, "CgroupPermissions", rights));
      }
    }
  }
}
