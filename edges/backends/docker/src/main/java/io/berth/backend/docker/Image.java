// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.backend.docker.engine.Members;
import io.berth.expressions.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// An image that an engine has.
///
/// @param id of the engine
/// @param env the variables that it gives its containers
/// @param user whom its containers run as; empty for root
/// @param arch as the `runner.arch` context says it
record Image(String id, Map<String, String> env, String user, String arch) {

  Image {
    env = Map.copyOf(env);
  }

  /// @param inspected what the engine says of it
  static Image of(Value inspected) {
    Map<String, String> env = new LinkedHashMap<>();
    for (String variable : Members.texts(inspected, "Config", "Env")) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        env.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return new Image(
        Members.text(inspected, "Id"),
        env,
        Members.text(inspected, "Config", "User"),
        arch(Members.text(inspected, "Architecture")));
  }

  /// Returns the same with what else its container gets: variables, another user.
  ///
  /// @param body as far as options decide it
  Image with(Map<String, Object> body) {
    Map<String, String> all = new LinkedHashMap<>(env);
    if (body.get("Env") instanceof List<?> variables) {
      for (Object variable : variables) {
        String text = variable.toString();
        int equals = text.indexOf('=');
        all.put(text.substring(0, equals), text.substring(equals + 1));
      }
    }
    return new Image(id, all, String.valueOf(body.getOrDefault("User", user)), arch);
  }

  /// Returns the name of an architecture as the `runner.arch` context says it.
  static String arch(String name) {
    return switch (name) {
      case "amd64", "x86_64" -> "X64";
      case "arm64", "aarch64" -> "ARM64";
      case "386", "i386" -> "X86";
      default -> name.startsWith("arm") ? "ARM" : name.toUpperCase(Locale.ROOT);
    };
  }

  /// Returns whether its containers run as root.
  boolean isOfRoot() {
    int colon = user.indexOf(':');
    String name = colon < 0 ? user : user.substring(0, colon);
    return name.isEmpty() || name.equals("0") || name.equals("root");
  }
}
