// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthException;
import io.berth.run.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// The files in which users of `act` keep their options: a flag a line, with its value behind white
/// space. Lines that do not begin with a dash are comments, and `$NAME` and `${NAME}` stand for
/// variables, as `act` reads them (cmd/root.go, readArgsFile).
final class ActConfiguration {

  private final CommandSpec spec;
  private final Map<String, String> env;
  private final List<Presets.Given> given = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  /// @param spec what the command takes
  ActConfiguration(CommandSpec spec, Map<String, String> env) {
    this.spec = spec;
    this.env = env;
  }

  /// Returns the files that are there, those first whose options the others override.
  static List<Path> files(Invocation invocation) {
    String home = invocation.variable("HOME");
    String xdg = invocation.variable("XDG_CONFIG_HOME");
    List<Path> places = new ArrayList<>();
    Path config = xdg != null ? Path.of(xdg) : home != null ? Path.of(home, ".config") : null;
    if (config != null) {
      places.add(config.resolve("act/actrc"));
      places.add(config.resolve(".actrc"));
    }
    if (home != null) {
      places.add(Path.of(home, ".actrc"));
    }
    Path here = invocation.directory().resolve(".actrc");
    if (home == null || !here.toAbsolutePath().normalize().equals(Path.of(home, ".actrc"))) {
      places.add(here);
    }
    places.removeIf(place -> !Files.isRegularFile(place));
    return places;
  }

  /// Reads one file.
  void read(Path file) {
    try {
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        String text = line.strip();
        if (text.startsWith("-")) {
          flag(expanded(text), file + ":" + number);
        }
      }
    } catch (IOException e) {
      throw new BerthException(Unreadable.of(file.toString(), file, e), e);
    }
  }

  List<Presets.Given> given() {
    return given;
  }

  /// Returns what is said of the flags that have no meaning here.
  List<String> remarks() {
    return remarks;
  }

  private void flag(String text, String where) {
    int end = 0;
    while (end < text.length()
        && !Character.isWhitespace(text.charAt(end))
        && text.charAt(end) != '=') {
      end++;
    }
    String name = text.substring(0, end);
    @Nullable String value = end < text.length() ? text.substring(end + 1).strip() : null;
    if (!name.startsWith("--") && name.length() > 2) {
      value = name.substring(2) + (end < text.length() ? text.substring(end) : "");
      name = name.substring(0, 2);
    }
    ActFlags act = ActFlags.of(name);
    String ours = act == null ? name : act.ours();
    if (act != null && ours == null) {
      remarks.add(where + ": `" + name + "` is not applied; " + act.instead());
    } else if (ours == null || !spec.optionsMap().containsKey(ours)) {
      remarks.add(where + ": `" + name + "` is not applied, because this command does not know it");
    } else if (ours.equals("--platform") && value != null && !Platforms.isThisMachine(value)) {
      remarks.add(where + ": `-P " + value + "` is not applied; " + Platforms.REMEDY);
    } else {
      given.add(new Presets.Given(ours, value));
    }
  }

  private String expanded(String text) {
    var expanded = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      boolean braced = text.startsWith("${", i);
      int start = i + (braced ? 2 : 1);
      int end = start;
      while (text.charAt(i) == '$' && end < text.length() && isName(text.charAt(end))) {
        end++;
      }
      boolean closed = !braced || (end < text.length() && text.charAt(end) == '}');
      if (text.charAt(i) != '$' || end == start || !closed) {
        expanded.append(text.charAt(i));
        i++;
        continue;
      }
      expanded.append(env.getOrDefault(text.substring(start, end), ""));
      i = braced ? end + 1 : end;
    }
    return expanded.toString();
  }

  private static boolean isName(char c) {
    return c == '_' || (c < 128 && Character.isLetterOrDigit(c));
  }
}
