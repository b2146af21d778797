// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import org.jspecify.annotations.Nullable;

/// The commands, in the order in which they are shown. Only the class of the one that was asked for
/// is ever loaded.
enum CommandName {
  EXEC("exec", "run workflows on this machine"),
  CHECK("check", "read workflow files and report all that is wrong with them"),
  PLAN("plan", "say what would run, without running it"),
  LOCK("lock", "write down the commits of the actions that workflows use"),
  CACHE("cache", "list or remove the actions that were fetched"),
  LIST("list", "list the workflows and their jobs"),
  GRAPH("graph", "draw which jobs wait for which"),
  RUNS("runs", "list the runs that are kept"),
  LOGS("logs", "print the log of a run"),
  ARTIFACTS("artifacts", "list the artifacts of a run, or unpack them"),
  REPLAY("replay", "draw a run again"),
  EVAL("eval", "evaluate an expression of the workflow language"),
  PLUGIN_LIST("plugin list", "list the plugins that are configured, and those that are not"),
  PLUGIN_INFO("plugin info", "ask a plugin what it is and what it can do"),
  PLUGIN_SERVE("plugin serve", "serve a backend of this program to runners elsewhere"),
  PLUGIN_VERIFY("plugin verify", "try what a plugin promises, case by case"),
  PLUGIN_SCAFFOLD("plugin scaffold", "make a small plugin to start from"),
  EXPLAIN("explain", "tell more about the code of an error"),
  DOCTOR("doctor", "look at what Berth needs on this machine"),
  COMPLETION("completion", "print what teaches your shell to complete commands"),
  HELP("help", "tell about a command or a topic"),
  VERSION("version", "say which Berth this is, and what it runs on");

  private final String word;
  private final String summary;

  CommandName(String word, String summary) {
    this.word = word;
    this.summary = summary;
  }

  String word() {
    return word;
  }

  /// The first of its words: commands that share one are a group.
  String group() {
    int space = word.indexOf(' ');
    return space < 0 ? word : word.substring(0, space);
  }

  /// What follows the name of its group, empty if it stands for itself.
  String member() {
    int space = word.indexOf(' ');
    return space < 0 ? "" : word.substring(space + 1);
  }

  /// Returns how many of the words of a line name the command: 2 if the first is that of a group.
  static int words(String[] line) {
    if (line.length < 2 || line[1].startsWith("-")) {
      return Math.min(1, line.length);
    }
    for (CommandName name : values()) {
      if (!name.member().isEmpty() && name.group().equals(line[0])) {
        return 2;
      }
    }
    return 1;
  }

  String summary() {
    return summary;
  }

  static @Nullable CommandName of(String word) {
    for (CommandName name : values()) {
      if (name.word.equals(word)) {
        return name;
      }
    }
    return null;
  }

  Command create() {
    return switch (this) {
      case EXEC -> new ExecCommand();
      case CHECK -> new CheckCommand();
      case PLAN -> new PlanCommand();
      case LOCK -> new LockCommand();
      case CACHE -> new CacheCommand();
      case LIST -> new ListCommand();
      case GRAPH -> new GraphCommand();
      case RUNS -> new RunsCommand();
      case LOGS -> new LogsCommand();
      case ARTIFACTS -> new ArtifactsCommand();
      case REPLAY -> new ReplayCommand();
      case EVAL -> new EvalCommand();
      case PLUGIN_LIST -> new PluginListCommand();
      case PLUGIN_INFO -> new PluginInfoCommand();
      case PLUGIN_SERVE -> new PluginServeCommand();
      case PLUGIN_VERIFY -> new PluginVerifyCommand();
      case PLUGIN_SCAFFOLD -> new PluginScaffoldCommand();
      case EXPLAIN -> new ExplainCommand();
      case DOCTOR -> new DoctorCommand();
      case COMPLETION -> new CompletionCommand();
      case HELP -> new HelpCommand();
      case VERSION -> new VersionCommand();
    };
  }
}
