// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import io.berth.backend.docker.options.Objection.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What `--mount` asks for: a volume or a file system in memory, in fields.
///
/// @param type `volume`, `bind`, `tmpfs` or another
/// @param volume what is mounted, or `null` if nothing of the machine or the engine is
/// @param target where it is in the container
/// @param fields the other fields, by their longest names
record Mount(String type, @Nullable Volume volume, String target, Map<String, String> fields) {

  private static final Map<String, String> NAMES =
      Map.of("src", "source", "dst", "target", "destination", "target", "ro", "readonly");
  private static final List<String> FIELDS =
      List.of(
          "type",
          "source",
          "target",
          "readonly",
          "bind-propagation",
          "bind-nonrecursive",
          "consistency",
          "volume-nocopy",
          "volume-subpath",
          "volume-driver",
          "volume-opt",
          "tmpfs-size",
          "tmpfs-mode",
          "image-subpath");

  static Mount read(String text, Sources sources) throws Malformed {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : Csv.fields(text)) {
      int equals = field.indexOf('=');
      String written = equals < 0 ? field : field.substring(0, equals);
      String name = NAMES.getOrDefault(written, written);
      if (!FIELDS.contains(name)) {
        throw new Malformed("`" + written + "` is not a field of a mount", "remove it");
      }
      String value = equals < 0 ? "true" : field.substring(equals + 1);
      if (name.equals("volume-opt")) {
        fields.merge(name, value, (before, more) -> before + "\n" + more);
      } else {
        fields.put(name, value);
      }
    }
    Reading.truth(fields.getOrDefault("readonly", "false"));
    String type = fields.getOrDefault("type", "volume");
    String target = Reading.path(fields.getOrDefault("target", ""));
    String source = fields.getOrDefault("source", "");
    List<String> modes = new ArrayList<>();
    if (isTrue(fields, "readonly")) {
      modes.add("ro");
    }
    if (fields.containsKey("bind-propagation")) {
      modes.add(fields.get("bind-propagation"));
    }
    Volume volume =
        switch (type) {
          case "bind", "volume" -> Volume.of(source, target, modes, sources);
          case "tmpfs", "image" -> null;
          case String other ->
              throw new Malformed(
                  "`" + other + "` is not a type of mount", "write `bind`, `volume` or `tmpfs`");
        };
    check(type, volume, fields);
    return new Mount(type, volume, target, fields);
  }

  private static void check(String type, @Nullable Volume volume, Map<String, String> fields)
      throws Malformed {
    if (volume != null && (volume.kind() == Volume.Kind.BIND) != type.equals("bind")) {
      throw new Malformed(
          "`" + volume.source() + "` is no source for a mount of type `" + type + "`",
          "write a path for `bind`, a name for `volume`");
    }
    if (List.of(fields.getOrDefault("volume-subpath", "").split("/")).contains("..")) {
      throw new Malformed("`volume-subpath` climbs with `..`", "write a path below the volume");
    }
    Reading.size(fields.getOrDefault("tmpfs-size", "0"));
    try {
      Integer.parseInt(fields.getOrDefault("tmpfs-mode", "0"), 8);
    } catch (NumberFormatException e) {
      throw new Malformed(
          "`" + fields.get("tmpfs-mode") + "` is not a mode of a folder", "write it as `1770`");
    }
  }

  private static boolean isTrue(Map<String, String> fields, String name) {
    return List.of("1", "t", "T", "true", "TRUE", "True").contains(fields.getOrDefault(name, ""));
  }

  /// Returns what stands against the fields; the volume is judged apart.
  List<Objection> judge(Rule.Asked asked) {
    List<Objection> objections = new ArrayList<>();
    if (type.equals("image")) {
      objections.add(
          asked.objection(
              Weight.POLICY,
              "an image would be mounted that no list of images was asked for",
              "remove it, or set `profile: trusted` on the label"));
    }
    if (fields.containsKey("volume-opt")) {
      objections.add(
          asked.objection(
              Weight.POLICY,
              "`volume-opt` can make a volume of any folder of the machine",
              "remove it, or set `profile: trusted` on the label"));
    }
    String driver = fields.getOrDefault("volume-driver", "local");
    if (!driver.equals("local")
        && !Pattern.matchesAny(asked.policy().allowed(AllowList.VOLUME_DRIVERS), driver)) {
      objections.add(
          Rule.unlisted(asked, AllowList.VOLUME_DRIVERS, driver, "a driver may give any folder"));
    }
    if (type.equals("tmpfs")) {
      objections.addAll(Rule.exceeding(Limit.TMPFS, size(), asked.policy()));
    }
    return objections;
  }

  private long size() {
    try {
      return Reading.size(fields.getOrDefault("tmpfs-size", "0"));
    } catch (Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  void put(CreateBody body) {
    Map<String, Object> mount = new TreeMap<>();
    mount.put("Type", type);
    mount.put("Target", target);
    mount.put("ReadOnly", isTrue(fields, "readonly"));
    if (volume != null) {
      mount.put("Source", volume.path());
    } else if (fields.containsKey("source")) {
      mount.put("Source", fields.get("source"));
    }
    Map<String, Object> options = new TreeMap<>();
    switch (type) {
      case "bind" -> {
        text("bind-propagation", "Propagation", options);
        if (isTrue(fields, "bind-nonrecursive")) {
          options.put("NonRecursive", true);
        }
      }
      case "tmpfs" -> {
        if (size() > 0) {
          options.put("SizeBytes", size());
        }
        if (fields.containsKey("tmpfs-mode")) {
          options.put("Mode", Integer.parseInt(fields.get("tmpfs-mode"), 8));
        }
      }
      default -> {
        text("volume-subpath", "Subpath", options);
        text("image-subpath", "Subpath", options);
        driver(options);
        if (isTrue(fields, "volume-nocopy")) {
          options.put("NoCopy", true);
        }
      }
    }
    if (!options.isEmpty()) {
      mount.put(Character.toUpperCase(type.charAt(0)) + type.substring(1) + "Options", options);
    }
    text("consistency", "Consistency", mount);
    body.mount(CreateBody.MOUNTS, target, mount);
  }

  private void driver(Map<String, Object> options) {
    Map<String, Object> settings = new TreeMap<>();
    for (String pair : fields.getOrDefault("volume-opt", "").split("\n", -1)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        settings.put(
            equals < 0 ? pair : pair.substring(0, equals),
            equals < 0 ? "" : pair.substring(equals + 1));
      }
    }
    if (fields.containsKey("volume-driver") || !settings.isEmpty()) {
      options.put(
          "DriverConfig",
          Map.of("Name", fields.getOrDefault("volume-driver", "local"), "Options", settings));
    }
  }

  private void text(String field, String name, Map<String, Object> options) {
    String value = fields.get(field);
    if (value != null) {
      options.put(name, value);
    }
  }
}
