// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import io.berth.backend.docker.options.Objection.Weight;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A limit of the processes in a container; -1 is none.
record Ulimit(String name, long soft, long hard) {

  private static final List<String> NAMES =
      List.of(
          "core",
          "cpu",
          "data",
          "fsize",
          "locks",
          "memlock",
          "msgqueue",
          "nice",
          "nofile",
          "nproc",
          "rss",
          "rtprio",
          "rttime",
          "sigpending",
          "stack");

  static final Rule<Ulimit> RULE =
      new Rule<>(Rule.Standing.CAPPED, "limits.ulimits", "", Ulimit::exceeding, Ulimit::lowered);

  /// Reads `NAME=SOFT[:HARD]`.
  static Ulimit read(String text) throws Malformed {
    Map.Entry<String, String> pair = Reading.pair(text);
    String name = pair.getKey();
    if (!NAMES.contains(name)) {
      throw new Malformed(
          "`" + name + "` is not a limit of processes", "write one of " + String.join(", ", NAMES));
    }
    Reading<Long> number = Reading.number(-1, Long.MAX_VALUE);
    int colon = pair.getValue().indexOf(':');
    long soft = number.read(colon < 0 ? pair.getValue() : pair.getValue().substring(0, colon));
    long hard = colon < 0 ? soft : number.read(pair.getValue().substring(colon + 1));
    if (hard >= 0 && (soft < 0 || soft > hard)) {
      throw new Malformed("the soft limit in `" + text + "` is above the hard one", "swap them");
    }
    return new Ulimit(name, soft, hard);
  }

  Map<String, Object> tree() {
    return Map.of("Name", name, "Soft", soft, "Hard", hard);
  }

  private static Policy lowered(Ulimit given, Policy policy) {
    Map<String, Long> ulimits = new TreeMap<>(policy.limits().ulimits());
    if (given.hard >= 0) {
      ulimits.merge(given.name, given.hard, Math::min);
    }
    return policy.with(
        new Policy.Limits(policy.limits().amounts(), ulimits, policy.limits().processors()));
  }

  private static List<Objection> exceeding(Ulimit asked, Rule.Asked by) {
    Long most = by.policy().limits().ulimits().get(asked.name);
    if (most == null || (asked.hard >= 0 && asked.hard <= most)) {
      return List.of();
    }
    String wanted = asked.hard < 0 ? "no limit" : "`" + asked.hard + "`";
    return List.of(
        new Objection(
            Weight.LIMIT,
            "limits.ulimits." + asked.name,
            wanted + " is asked for `" + asked.name + "`, and the most is `" + most + "`",
            "ask for less, or raise `limits: {ulimits: {" + asked.name + ": …}}` of the label"));
  }
}
