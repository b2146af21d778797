// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.spi.Layout;
import io.berth.spi.Reach;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a plugin may say of an environment.
final class Checks {

  static final String UNIX = "unix://";
  private static final String TCP = "tcp://";
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

  /// Returns what is wrong with a way into an environment, or `null` if nothing is.
  static @Nullable String problem(Reach reach) {
    return switch (reach) {
      case Reach.Docker(String address, var certificates) -> docker(address, certificates);
      case Reach.Ssh ssh ->
          isPlace(TCP + ssh.host() + ":" + ssh.port())
                  && !ssh.user().isEmpty()
                  && !ssh.privateKey().isEmpty()
                  && !ssh.hostKeys().isEmpty()
              ? null
              : "offers SSH without a host, a user, a key or the keys of the host";
    };
  }

  private static @Nullable String docker(
      String address, Reach.@Nullable Certificates certificates) {
    if (isOwnEngine(address)) {
      return "offers the engine of the runner itself, `"
          + shown(address)
          + "`, as an environment's";
    }
    boolean isSocket = isSocket(address);
    if (!isSocket && !isPlace(address)) {
      return "offers an engine at `"
          + shown(address)
          + "`: neither unix:///path nor tcp://host:port";
    }
    return isSocket == (certificates == null)
        ? null
        : "offers an engine at `" + shown(address) + "`: TCP needs certificates, a socket none";
  }

  /// What is made there would be outside of every environment.
  private static boolean isOwnEngine(String address) {
    String named = System.getenv("DOCKER_HOST");
    for (String own : new String[] {"unix:///var/run/docker.sock", named == null ? "" : named}) {
      if (own.equals(address) || (isSocket(own) && isSocket(address) && isSame(own, address))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSocket(String address) {
    return address.startsWith(UNIX) && isAbsolute(address.substring(UNIX.length()));
  }

  private static boolean isSame(String one, String other) {
    try {
      return Files.isSameFile(
          Path.of(one.substring(UNIX.length())), Path.of(other.substring(UNIX.length())));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isPlace(String address) {
    try {
      URI uri = new URI(address);
      return address.startsWith(TCP) && uri.getHost() != null && uri.getPort() > 0;
    } catch (URISyntaxException e) {
      return false;
    }
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
