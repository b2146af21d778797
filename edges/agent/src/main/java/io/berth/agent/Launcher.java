// SPDX-License-Identifier: Apache-2.0
package io.berth.agent;

import io.berth.spi.ExecSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the script that turns the shell that runs it into a command: its folder, exactly its
/// variables, its arguments. The script empties its own file, for values may be secret.
///
/// A variable whose name a shell cannot hold is set by another program on the way. Its value is
/// handed over in a variable with a name that can be, and is in nobody's arguments, except where
/// there is neither a GNU `env` nor Perl.
final class Launcher {

  private static final String HEAD =
      """
      berth_d=$1
      exec 2>&1
      read -r berth_l </proc/self/stat
      set -f
      set -- ${berth_l##*) }
      echo "$$ ${20}" >"$berth_d/leader"
      no() {
        trap - EXIT
        : >"$berth_d/launch"
        echo "$1 $2" >"$berth_d/refused"
        exit "$1"
      }
      unset LC_ALL PATH
      """;

  /// What follows the brace is read before any of it is done: a shell that reads little at a time
  /// would not find the rest in the emptied file.
  private static final String FIND =
      """
      berth_f=
      case $1 in
        */*) berth_f=$1 ;;
        *)
          IFS=:
          for berth_p in $PATH; do
            berth_p=${berth_p:-.}/$1
            [ -f "$berth_p" ] && [ -x "$berth_p" ] && berth_f=$berth_p && break
            [ -n "$berth_f" ] || ! [ -e "$berth_p" ] || berth_f=$berth_p
          done
          unset IFS
          [ -n "$berth_f" ] || no 127 "\\`$1\\` is not in PATH ($PATH)"
          ;;
      esac
      [ -e "$berth_f" ] || no 127 "there is no program \\`$berth_f\\`"
      [ ! -d "$berth_f" ] || no 126 "\\`$berth_f\\` is a folder, not a program"
      [ -x "$berth_f" ] || no 126 "\\`$berth_f\\` may not be executed: set its x permission"
      set +f
      {
      : >"$berth_d/launch"
      trap 'no 126 "\\`$berth_f\\` cannot be executed"' EXIT
      """;

  private static final String EXEC =
      """
      [ -z "$BASH_VERSION" ] || exec env -u _ "$@"
      exec "$@"
      }
      """;

  private static final String PERL =
      "my $n = shift; for my $i (0 .. $n - 1) { my $k = shift; $ENV{$k} = delete $ENV{\"BERTH_$i\"} }"
          + " delete $ENV{_}; exec {$ARGV[0]} @ARGV; exit 126";

  private static final List<String> OF_SHELLS =
      List.of(
          "_",
          "IFS",
          "OPTIND",
          "LINENO",
          "PPID",
          "UID",
          "EUID",
          "GROUPS",
          "RANDOM",
          "SECONDS",
          "SHELLOPTS",
          "PS4",
          "ENV",
          "FUNCNAME",
          "DIRSTACK",
          "HISTCMD",
          "EPOCHSECONDS",
          "EPOCHREALTIME",
          "SRANDOM");

  private Launcher() {}

  static byte[] of(ExecSpec spec) {
    StringBuilder script = new StringBuilder(HEAD);
    String bad = withNul(spec);
    if (bad != null) {
      script.append("no 126 ").append(quoted(bad + " contains a NUL character"));
      return script.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }
    String folder = quoted(spec.directory());
    script
        .append("[ -d ")
        .append(folder)
        .append(" ] || no 127 ")
        .append(quoted("there is no folder `" + spec.directory() + "` to start in"))
        .append("\ncd ")
        .append(folder)
        .append(" || no 126 ")
        .append(quoted("`" + spec.directory() + "` cannot be entered"))
        .append("\nunset PWD OLDPWD SHLVL\n");
    List<String> odd = variables(spec.env(), script);
    script.append("set --");
    for (String argument : spec.command()) {
      script.append(' ').append(quoted(argument));
    }
    script.append('\n').append(FIND);
    if (!odd.isEmpty()) {
      script.append(bySomebodyElse(odd));
    }
    return script.append(EXEC).toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Returns the names that a shell cannot hold, in the order of their stand-ins.
  private static List<String> variables(Map<String, String> env, StringBuilder script) {
    List<String> odd = new ArrayList<>();
    for (Map.Entry<String, String> variable : env.entrySet()) {
      String name = variable.getKey();
      if (!isPlain(name)) {
        odd.add(name);
        name = "BERTH_" + (odd.size() - 1);
      }
      script.append("export ").append(name).append('=');
      script.append(quoted(variable.getValue())).append('\n');
    }
    return odd;
  }

  private static String bySomebodyElse(List<String> odd) {
    StringBuilder split = new StringBuilder("-S-u _");
    StringBuilder names = new StringBuilder();
    StringBuilder pairs = new StringBuilder();
    boolean simple = true;
    for (int i = 0; i < odd.size(); i++) {
      String name = odd.get(i);
      simple &= isSimple(name);
      split.append(" -u BERTH_").append(i);
      names.append(' ').append(quoted(name));
      pairs.append(" -u BERTH_").append(i);
    }
    for (int i = 0; i < odd.size(); i++) {
      split.append(' ').append(odd.get(i)).append("=${BERTH_").append(i).append('}');
      pairs.append(' ').append(quoted(odd.get(i) + "=")).append("\"$BERTH_").append(i).append('"');
    }
    String byEnv =
        simple
            ? "if env '-S-u _ true' 2>/dev/null; then exec env "
                + quoted(split.toString())
                + " \"$@\"; fi\n"
            : "";
    return byEnv
        + "if command -v perl >/dev/null 2>&1; then exec perl -e "
        + quoted(PERL)
        + " "
        + odd.size()
        + names
        + " \"$@\"; fi\nexec env -u _"
        + pairs
        + " \"$@\"\n";
  }

  /// Returns whether every shell takes a variable of this name as it comes and passes it on.
  private static boolean isPlain(String name) {
    if (name.isEmpty()
        || name.startsWith("BASH")
        || name.startsWith("BERTH_")
        || name.startsWith("berth_")
        || OF_SHELLS.contains(name)) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSimple(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && (i == 0 || ((c < '0' || c > '9') && c != '-' && c != '.'))) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static @Nullable String withNul(ExecSpec spec) {
    for (int i = 0; i < spec.command().size(); i++) {
      if (spec.command().get(i).indexOf('\0') >= 0) {
        return i == 0 ? "the program's name" : "argument " + i;
      }
    }
    for (Map.Entry<String, String> variable : spec.env().entrySet()) {
      if (variable.getKey().indexOf('\0') >= 0 || variable.getValue().indexOf('\0') >= 0) {
        return "the variable `" + variable.getKey().replace('\0', '?') + "`";
      }
    }
    return spec.directory().indexOf('\0') >= 0 ? "the folder's name" : null;
  }
}
