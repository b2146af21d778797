// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// The ids of the steps of one job. A step without one gets a name that says what it does, begins
/// with `__` and is unique: `__run`, `__actions_checkout`, `__run_2`.
final class StepIds {

  private static final int MAX_LENGTH = 100;

  private final Set<String> taken = new HashSet<>();

  /// Marks an id that the file gives.
  void reserve(String id) {
    taken.add(id.toLowerCase(Locale.ROOT));
  }

  /// Returns an id for a step that has none.
  String generate(Step.Action action) {
    String base = sanitize("__" + name(action));
    String id = cut(base, "");
    for (int count = 2; !taken.add(id.toLowerCase(Locale.ROOT)); count++) {
      id = cut(base, "_" + count);
    }
    return id;
  }

  private static String name(Step.Action action) {
    if (action instanceof Step.Action.Run) {
      return "run";
    }
    return action instanceof Step.Action.Uses uses ? name(uses.uses()) : control(action);
  }

  private static String control(Step.Action action) {
    return switch (action) {
      case Step.Action.Run run -> "run";
      case Step.Action.Uses uses -> "run";
      case Step.Action.Wait wait -> "wait";
      case Step.Action.WaitAll all -> "wait-all";
      case Step.Action.Cancel cancel -> "cancel";
      case Step.Action.Parallel parallel -> "parallel";
    };
  }

  private static String name(Template uses) {
    String reference = uses instanceof Template.Literal literal ? literal.value().asString() : "";
    if (reference.startsWith("docker://")) {
      return reference.substring("docker://".length());
    }
    if (reference.startsWith("./") || reference.startsWith(".\\")) {
      return "self";
    }
    int at = reference.indexOf('@');
    int owner = separator(reference, 0);
    int name = separator(reference, owner + 1);
    return at < 0 || owner >= at ? "run" : reference.substring(0, Math.min(name, at));
  }

  private static int separator(String reference, int from) {
    int at = from;
    while (at < reference.length() && reference.charAt(at) != '/' && reference.charAt(at) != '\\') {
      at++;
    }
    return at;
  }

  private static String sanitize(String name) {
    StringBuilder id = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      id.append(Identifiers.isPart(c) ? c : '_');
    }
    return id.toString();
  }

  private static String cut(String base, String suffix) {
    int room = MAX_LENGTH - suffix.length();
    return (base.length() > room ? base.substring(0, room) : base) + suffix;
  }
}
