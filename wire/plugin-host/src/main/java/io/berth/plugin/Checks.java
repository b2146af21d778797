// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.spi.Layout;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a plugin may say of an environment.
final class Checks {

  private static final int LONGEST_PATH = 4096;
  private static final int MOST_VARIABLES = 10_000;
  private static final int LARGEST_VARIABLES = 1 << 20;
  private static final List<String> SYSTEMS = List.of("Linux", "Windows", "macOS");
  private static final List<String> ARCHITECTURES = List.of("X86", "X64", "ARM", "ARM64");

  private Checks() {}

  /// Returns what is wrong with a layout, or `null` if nothing is.
  static @Nullable String problem(Layout layout) {
    Layout.Paths paths = layout.paths();
    String[][] named = {
      {"workspace", paths.workspace()},
      {"temp", paths.temp()},
      {"tool cache", paths.toolCache()},
      {"actions", paths.actions()}
    };
    for (String[] path : named) {
      if (!isAbsolute(path[1])) {
        return "says that the " + path[0] + " folder is `" + shown(path[1]) + "`: no absolute path";
      }
    }
    if (!SYSTEMS.contains(layout.os())) {
      return "says that the system is `" + shown(layout.os()) + "`: none of " + SYSTEMS;
    }
    if (!ARCHITECTURES.contains(layout.arch())) {
      return "says that the machine is `" + shown(layout.arch()) + "`: none of " + ARCHITECTURES;
    }
    return problem(layout.env());
  }

  /// Returns what is wrong with variables, or `null` if nothing is.
  static @Nullable String problem(Map<String, String> variables) {
    long size = 0;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      String name = variable.getKey();
      size += name.length() + variable.getValue().length();
      if (name.isEmpty() || name.indexOf('=') >= 0 || holds(name, '\0')) {
        return "gives a variable the name `" + shown(name) + "`";
      }
      if (holds(variable.getValue(), '\0')) {
        return "gives the variable `" + shown(name) + "` a value with a NUL character";
      }
    }
    return variables.size() > MOST_VARIABLES || size > LARGEST_VARIABLES
        ? "gives " + variables.size() + " variables of " + size + " characters: too many"
        : null;
  }

  private static boolean isAbsolute(String path) {
    boolean unix = path.startsWith("/");
    boolean windows =
        path.length() > 2 && path.charAt(1) == ':' && Character.isLetter(path.charAt(0));
    return (unix || windows)
        && path.length() <= LONGEST_PATH
        && !holds(path, '\0')
        && !holds(path, '\n')
        && !path.contains("/../")
        && !path.endsWith("/..");
  }

  private static boolean holds(String text, char character) {
    return text.indexOf(character) >= 0;
  }

  private static String shown(String text) {
    String start = text.length() > 100 ? text.substring(0, 100) + "…" : text;
    return start.replace('\0', '?').replace('\n', '?');
  }
}
