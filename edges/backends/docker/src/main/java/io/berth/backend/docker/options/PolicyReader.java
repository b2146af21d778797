// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import io.berth.spi.Setting;
import io.berth.spi.Violation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads a policy from the settings of a label: `profile`, `docker_socket`, `options`, `limits` and
/// the lists.
public final class PolicyReader {

  private static final String PROFILE = "profile";
  private static final String SOCKET = "docker_socket";
  private static final String OPTIONS = "options";
  private static final String LIMITS = "limits";

  private PolicyReader() {}

  /// Returns the policy, as far as it can be read.
  ///
  /// @param keys the settings; others than a policy's are left alone
  /// @param options what reads the options that every container gets
  /// @param violations takes what is wrong
  public static Policy read(Keys keys, ContainerOptions options, List<Violation> violations) {
    Map<AllowList, List<String>> lists = new EnumMap<>(AllowList.class);
    for (AllowList list : AllowList.values()) {
      keys.texts(list.key()).ifPresent(patterns -> lists.put(list, patterns));
    }
    Policy policy =
        new Policy(
            profile(keys),
            keys.flag(SOCKET),
            lists,
            limits(keys.below(LIMITS)),
            keys.text(OPTIONS, ""));
    violations.addAll(options.check(policy));
    return policy;
  }

  private static Profile profile(Keys keys) {
    String word = keys.text(PROFILE, Profile.STRICT.word());
    for (Profile profile : Profile.values()) {
      if (profile.word().equals(word)) {
        return profile;
      }
    }
    keys.add(
        PROFILE,
        "`" + word + "` is no profile of a label",
        "write `strict`, `compat` or `trusted`");
    return Profile.STRICT;
  }

  private static Policy.Limits limits(Keys keys) {
    Map<Limit, Long> amounts = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      String text = keys.text(limit.key(), "");
      if (!text.isEmpty()) {
        try {
          amounts.put(limit, limit.read(text));
        } catch (Malformed e) {
          keys.add(limit.key(), e.problem(), e.remedy());
        }
      }
    }
    Map<String, Long> ulimits = new TreeMap<>();
    Keys inside = keys.below("ulimits");
    inside
        .all()
        .forEach(
            (name, most) -> {
              try {
                ulimits.put(name, Ulimit.read(name + "=" + most).hard());
              } catch (Malformed e) {
                inside.add(name, e.problem(), e.remedy());
              }
            });
    SortedSet<Integer> processors = new TreeSet<>();
    String cpuset = keys.text("cpuset", "");
    if (!cpuset.isEmpty()) {
      try {
        processors.addAll(Processors.read(cpuset));
      } catch (Malformed e) {
        keys.add("cpuset", e.problem(), e.remedy());
      }
    }
    keys.refuseOthers();
    return new Policy.Limits(amounts, ulimits, processors);
  }

  /// Returns the settings of a policy among others, those of a label over those of its backend.
  ///
  /// @param backend what holds for labels that say nothing
  /// @param label what holds for one
  public static Setting.Section merged(Setting.Section backend, Setting.Section label) {
    Map<String, Setting> merged = new LinkedHashMap<>();
    for (String key : names()) {
      Setting setting = label.entries().getOrDefault(key, backend.entries().get(key));
      if (setting != null) {
        merged.put(key, setting);
      }
    }
    return new Setting.Section(merged);
  }

  /// Returns the names of the settings of a policy.
  public static List<String> names() {
    List<String> names = new ArrayList<>(List.of(PROFILE, SOCKET, OPTIONS, LIMITS));
    for (AllowList list : AllowList.values()) {
      names.add(list.key());
    }
    return names;
  }
}
