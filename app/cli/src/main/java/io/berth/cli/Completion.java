// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;

/// Scripts that teach shells what can be typed behind `berth`, made from the model of the commands.
/// Behind `--job` stand the jobs of the workflows that are here; other words that are neither a
/// command nor an option are completed as files.
final class Completion {

  private static final String JOBS =
      "berth list --json 2>/dev/null | grep -o '\"job\":\"[A-Za-z0-9_-]*\"' | cut -d '\"' -f 4 | sort -u";

  private Completion() {}

  static String bash() {
    var text = new StringBuilder("# bash completion of berth: source <(berth completion bash)\n");
    text.append("_berth() {\n  local word=${COMP_WORDS[COMP_CWORD]} words= members=\n");
    text.append("  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    words='").append(commandWords());
    text.append("'\n  else\n    case ${COMP_WORDS[1]} in\n");
    for (String group : groups()) {
      text.append("      ").append(group).append(") ");
      if (!members(group).isEmpty()) {
        text.append("[ \"$COMP_CWORD\" -ne 2 ] || members='");
        text.append(String.join(" ", members(group))).append("'; ");
      }
      text.append("words='").append(String.join(" ", optionWords(group))).append("' ;;\n");
    }
    text.append("    esac\n    case $word in -*) ;; *) words=$members ;; esac\n");
    text.append("    case ${COMP_WORDS[COMP_CWORD-1]} in -j | --job) words=$(").append(JOBS);
    text.append(") ;; esac\n  fi\n");
    text.append("  if [ -n \"$words\" ]; then\n");
    text.append("    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n  else\n");
    text.append("    COMPREPLY=($(compgen -f -- \"$word\"))\n  fi\n}\n");
    return text.append("complete -o filenames -F _berth berth\n").toString();
  }

  static String zsh() {
    var text = new StringBuilder("#compdef berth\n");
    text.append(
        "# zsh completion of berth: save it as _berth in a folder of $fpath, or\n# source <(berth completion zsh) behind compinit\n");
    text.append("_berth() {\n  local -a commands\n  if (( CURRENT == 2 )); then\n    commands=(\n");
    for (String group : groups()) {
      text.append("      '").append(group).append(':');
      text.append(quoted(summary(group))).append("'\n");
    }
    text.append("    )\n    _describe command commands\n    return\n  fi\n");
    text.append("  if [[ ${words[CURRENT-1]} == (-j|--job) ]]; then\n    compadd -- $(");
    text.append(JOBS).append(")\n    return\n  fi\n");
    for (String group : groups()) {
      if (!members(group).isEmpty()) {
        text.append("  if (( CURRENT == 3 )) && [[ ${words[2]} == ").append(group);
        text.append(" && ${words[CURRENT]} != -* ]]; then\n    compadd -- ");
        text.append(String.join(" ", members(group))).append("\n    return\n  fi\n");
      }
    }
    text.append("  if [[ ${words[CURRENT]} != -* ]]; then\n    _files\n    return\n  fi\n");
    text.append("  case ${words[2]} in\n");
    for (String group : groups()) {
      text.append("    ").append(group).append(") compadd -- ");
      text.append(String.join(" ", optionWords(group))).append(" ;;\n");
    }
    text.append("  esac\n}\nif [[ ${funcstack[1]} == _berth ]]; then\n  _berth \"$@\"\n");
    return text.append("else\n  compdef _berth berth\nfi\n").toString();
  }

  static String fish() {
    var text = new StringBuilder("# fish completion of berth: berth completion fish | source\n");
    for (String group : groups()) {
      text.append("complete -c berth -n __fish_use_subcommand -f -a ").append(group);
      text.append(" -d '").append(quoted(summary(group))).append("'\n");
    }
    for (CommandName command : CommandName.values()) {
      if (!command.member().isEmpty()) {
        text.append("complete -c berth -n '__fish_seen_subcommand_from ").append(command.group());
        text.append("' -f -a ").append(command.member()).append(" -d '");
        text.append(quoted(command.summary())).append("'\n");
      }
    }
    for (CommandName command : CommandName.values()) {
      for (OptionSpec option : Options.of(command.create()).spec().options()) {
        String last = command.member().isEmpty() ? command.word() : command.member();
        text.append("complete -c berth -n '__fish_seen_subcommand_from ").append(last);
        text.append('\'');
        for (String name : option.names()) {
          boolean isLong = name.startsWith("--");
          text.append(isLong ? " -l " : " -s ").append(name.substring(isLong ? 2 : 1));
        }
        text.append(option.arity().max() == 0 ? "" : " -r");
        if (List.of(option.names()).contains("--job")) {
          text.append(" -f -a '(").append(quoted(JOBS)).append(")'");
        }
        text.append(" -d '");
        text.append(quoted(String.join(" ", option.description()))).append("'\n");
      }
    }
    return text.toString();
  }

  private static String commandWords() {
    return String.join(" ", groups());
  }

  /// Returns the first words of all commands.
  private static Set<String> groups() {
    Set<String> groups = new LinkedHashSet<>();
    for (CommandName command : CommandName.values()) {
      groups.add(command.group());
    }
    return groups;
  }

  private static List<String> members(String group) {
    List<String> members = new ArrayList<>();
    for (CommandName command : CommandName.values()) {
      if (command.group().equals(group) && !command.member().isEmpty()) {
        members.add(command.member());
      }
    }
    return members;
  }

  private static String summary(String group) {
    CommandName command = CommandName.of(group);
    return command != null ? command.summary() : String.join(", ", members(group));
  }

  private static Set<String> optionWords(String group) {
    Set<String> words = new LinkedHashSet<>();
    for (CommandName command : CommandName.values()) {
      if (command.group().equals(group)) {
        for (OptionSpec option : Options.of(command.create()).spec().options()) {
          words.addAll(List.of(option.names()));
        }
      }
    }
    return words;
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("'", "'\\''");
  }
}
