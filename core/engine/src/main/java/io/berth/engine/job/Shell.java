// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.workflow.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What runs a script, and how the script has to look for it.
///
/// @param program the program, found through `PATH`
/// @param arguments its arguments, `{0}` standing for the path of the script
/// @param extension the end of the name of the script's file
/// @param before what is put before the script
/// @param after what is put after the script
record Shell(
    String program, List<String> arguments, String extension, String before, String after) {

  static final String INVALID =
      "Invalid shell option. Shell must be a valid built-in (bash, sh, cmd, powershell, pwsh) or a"
          + " format string containing '{0}'";

  private static final String SCRIPT = "{0}";

  Shell {
    arguments = List.copyOf(arguments);
  }

  /// Chooses the shell of a step.
  ///
  /// @param given `shell`, or `null` if neither the step nor a default names one
  /// @param dialect whose defaults apply
  /// @param windows whether the environment is Windows
  /// @param present whether a program can be found through `PATH`
  /// @return the shell, or `null` if `given` is no shell: [#INVALID] says why
  static @Nullable Shell choose(
      @Nullable String given, Dialect dialect, boolean windows, Predicate<String> present) {
    if (given == null || given.isBlank()) {
      return unset(dialect, windows, present);
    }
    Shell builtin = builtin(given.strip().toLowerCase(Locale.ROOT), dialect, present);
    if (builtin != null) {
      return builtin;
    }
    return given.contains(SCRIPT) ? custom(given) : null;
  }

  /// GitHub runs an unset shell without `pipefail`, Forgejo and Gitea with it.
  private static Shell unset(Dialect dialect, boolean windows, Predicate<String> present) {
    if (windows) {
      return powershell(present.test("pwsh") ? "pwsh" : "powershell");
    }
    if (!present.test("bash")) {
      return posix("sh", "-e", SCRIPT);
    }
    return switch (dialect) {
      case GITHUB -> posix("bash", "-e", SCRIPT);
      case FORGEJO, GITEA -> bash();
    };
  }

  private static @Nullable Shell builtin(String name, Dialect dialect, Predicate<String> present) {
    return switch (name) {
      case "bash" -> bash();
      case "sh" -> posix("sh", "-e", SCRIPT);
      case "pwsh", "powershell" -> powershell(name);
      case "cmd" ->
          new Shell(
              "cmd",
              List.of("/D", "/E:ON", "/V:OFF", "/S", "/C", "CALL \"{0}\""),
              ".cmd",
              "@echo off\r\n",
              "");
      case "python" ->
          new Shell(
              !present.test("python") && present.test("python3") ? "python3" : "python",
              List.of(SCRIPT),
              ".py",
              "",
              "");
      case "node" ->
          dialect == Dialect.GITHUB ? null : new Shell("node", List.of(SCRIPT), ".js", "", "");
      default -> null;
    };
  }

  private static Shell bash() {
    return posix("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", SCRIPT);
  }

  private static Shell posix(String program, String... arguments) {
    return new Shell(program, List.of(arguments), ".sh", "", "");
  }

  private static Shell powershell(String program) {
    return new Shell(
        program,
        List.of("-command", ". '{0}'"),
        ".ps1",
        "$ErrorActionPreference = 'stop'\n",
        "\nif ((Test-Path -LiteralPath variable:\\LASTEXITCODE)) { exit $LASTEXITCODE }");
  }

  private static Shell custom(String template) {
    List<String> words = words(template);
    String program = words.getFirst();
    String extension =
        switch (program.substring(program.lastIndexOf('/') + 1)) {
          case "pwsh", "powershell" -> ".ps1";
          case "cmd" -> ".cmd";
          case "python", "python3" -> ".py";
          case "node" -> ".js";
          default -> ".sh";
        };
    return new Shell(program, words.subList(1, words.size()), extension, "", "");
  }

  /// Splits at white space; double and single quotes keep words together.
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    var word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0 ? c == quote : c == '"' || c == '\'') {
        quote = quote == 0 ? c : 0;
        inWord = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
        }
        inWord = false;
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }

  /// Returns how users know it: `bash -e {0}`.
  String shown() {
    return arguments.isEmpty() ? program : program + " " + String.join(" ", arguments);
  }

  /// Returns the program and its arguments for a script in a file.
  List<String> command(String scriptFile) {
    List<String> command = new ArrayList<>();
    command.add(program.replace(SCRIPT, scriptFile));
    for (String argument : arguments) {
      command.add(argument.replace(SCRIPT, scriptFile));
    }
    return command;
  }

  /// Returns the text of the file for a script.
  String file(String script) {
    return before + script + after;
  }
}
