// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The body of the call that creates a container, grown option by option. A place is written as
/// `HostConfig.Memory`.
///
/// What is there when it is [sealed][#seal] stays, variables aside: another value for it is a
/// conflict.
final class CreateBody {

  /// Where options go that are no part of the body.
  static final String PLATFORM = "(platform)";

  static final String PULL = "(pull)";
  static final String ALIASES = "(aliases)";

  /// Objects here that are lists in the body.
  static final String ULIMITS = "HostConfig.Ulimits";

  static final String ENV = "Env";
  static final String BINDS = "HostConfig.Binds";
  static final String MOUNTS = "HostConfig.Mounts";
  static final String TMPFS = "HostConfig.Tmpfs";

  private final Map<String, Object> values = new TreeMap<>();
  private final Map<String, Map<String, Object>> entries = new TreeMap<>();
  private final Map<String, List<Object>> lists = new TreeMap<>();
  private final Set<String> sealed = new HashSet<>();
  private final Map<String, Object> targets = new TreeMap<>();
  private boolean conflict;
  private String taken = "";

  void set(String place, Object value) {
    if (isFree(place, values.get(place), value)) {
      values.put(place, value);
    }
  }

  /// Names a value in an object.
  void entry(String place, String key, Object value) {
    Map<String, Object> object = entries.computeIfAbsent(place, _ -> new LinkedHashMap<>());
    if (isFree(place + " " + key, object.get(key), value)) {
      object.put(key, value);
    }
  }

  /// Appends to a list what it does not hold yet.
  void add(String place, Object value) {
    List<Object> list = lists.computeIfAbsent(place, _ -> new ArrayList<>());
    if (!list.contains(value)) {
      list.add(value);
    }
  }

  /// Mounts something at a place in the container, unless something else is there.
  void mount(String place, String target, Object value) {
    Object there = targets.putIfAbsent(target, value);
    if (there == null || there.equals(value)) {
      entry(place, target, value);
    } else {
      taken = target;
    }
  }

  /// Keeps a place in the container free for what Berth mounts there.
  void reserve(String target) {
    targets.put(target, "");
  }

  /// Returns where two things were to be mounted since the last call, empty if nowhere.
  String takeTaken() {
    String was = taken;
    taken = "";
    return was;
  }

  /// Opens a port of the machine for one of the container, beside those that are open for it.
  @SuppressWarnings("unchecked")
  void binding(String port, Map<String, String> binding) {
    var bindings =
        (List<Object>)
            entries
                .computeIfAbsent("HostConfig.PortBindings", _ -> new LinkedHashMap<>())
                .computeIfAbsent(port, _ -> new ArrayList<>());
    if (!bindings.contains(binding)) {
      bindings.add(binding);
    }
  }

  /// Gives every file system in memory without a size the most that there may be.
  @SuppressWarnings("unchecked")
  void limitMemoryFiles(long most) {
    for (Map.Entry<String, Object> one : entries.getOrDefault(TMPFS, Map.of()).entrySet()) {
      String options = one.getValue().toString();
      if (!("," + options).contains(",size=")) {
        one.setValue(options.isEmpty() ? "size=" + most : options + ",size=" + most);
      }
    }
    for (Object mount : entries.getOrDefault(MOUNTS, Map.of()).values()) {
      var fields = (Map<String, Object>) mount;
      if ("tmpfs".equals(fields.get("Type"))) {
        ((Map<String, Object>) fields.computeIfAbsent("TmpfsOptions", _ -> new TreeMap<>()))
            .putIfAbsent("SizeBytes", most);
      }
    }
  }

  boolean has(String place) {
    return values.containsKey(place) || entries.containsKey(place) || lists.containsKey(place);
  }

  void seal() {
    sealed.addAll(values.keySet());
    entries.forEach(
        (place, object) -> object.keySet().forEach(key -> sealed.add(place + " " + key)));
    sealed.removeIf(name -> name.startsWith(ENV + " "));
  }

  /// Returns whether something that was sealed had been set to something else since the last call.
  boolean takeConflict() {
    boolean was = conflict;
    conflict = false;
    return was;
  }

  private boolean isFree(String name, @Nullable Object old, Object value) {
    if (sealed.contains(name) && !value.equals(old)) {
      conflict = true;
      return false;
    }
    return true;
  }

  /// Returns the body as objects, lists, strings, numbers and truth values.
  Map<String, Object> tree() {
    Map<String, Object> root = new TreeMap<>();
    values.forEach((place, value) -> place(root, place, value));
    entries.forEach((place, object) -> place(root, place, shaped(place, object)));
    lists.forEach((place, list) -> place(root, place, List.copyOf(list)));
    return root;
  }

  private static Object shaped(String place, Map<String, Object> object) {
    return switch (place) {
      case ULIMITS, BINDS, MOUNTS -> List.copyOf(object.values());
      case ENV -> object.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
      default -> object;
    };
  }

  @SuppressWarnings("unchecked")
  private static void place(Map<String, Object> root, String place, Object value) {
    Map<String, Object> object = root;
    String[] steps = place.split("\\.", -1);
    for (int i = 0; i < steps.length - 1; i++) {
      object = (Map<String, Object>) object.computeIfAbsent(steps[i], _ -> new TreeMap<>());
    }
    object.put(steps[steps.length - 1], value);
  }
}
