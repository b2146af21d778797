// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import io.berth.engine.Annotation;
import io.berth.engine.Annotation.Level;
import io.berth.engine.matcher.Matching;
import io.berth.engine.output.CommandRules.Unsecure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Obeys the workflow commands of one step.
final class Commands {

  private static final String BLOCKED_VARIABLE = "NODE_OPTIONS";

  private final CommandRules rules;
  private final WorkspaceFiles files;
  private final Masker masker;
  private final OutputListener listener;
  private final Consumer<String> log;
  private final JobMatchers job;
  private @Nullable Matchers matchers;
  private long followed;

  private String stopToken;
  private boolean echo;
  private int notices;
  private int warnings;
  private int errors;
  private final List<String> masks;

  /// @param files what matchers are read from and speak of
  /// @param job what the steps of the job tell each other of matchers
  /// @param log takes the lines that a command shows, raw and without line feed
  Commands(
      CommandRules rules,
      WorkspaceFiles files,
      Masker masker,
      PipelineState state,
      JobMatchers job,
      OutputListener listener,
      Consumer<String> log) {
    this.rules = rules;
    this.files = files;
    this.masker = masker;
    this.listener = listener;
    this.log = log;
    this.job = job;
    stopToken = state.stopToken();
    echo = state.echo();
    notices = state.remarks().notices();
    warnings = state.remarks().warnings();
    errors = state.remarks().errors();
    if (!state.matchers().isEmpty()) {
      matchers = new Matchers(rules, files, masker, state.matchers(), job, listener);
    }
    masks = new ArrayList<>(state.masks());
  }

  PipelineState state(PipelineState.Middle middle) {
    var remarks = new PipelineState.Remarks(notices, warnings, errors);
    List<Matching.State> watching = matchers == null ? List.of() : matchers.states();
    return new PipelineState(stopToken, echo, remarks, watching, masks, middle);
  }

  /// Lets the matchers that other steps added or removed since hold here too.
  void follow() {
    long last = job.last();
    if (last != followed) {
      followed = last;
      matchers().follow();
    }
  }

  /// Returns whether ordinary lines may tell of a problem, so that [#see] has to see them.
  boolean watches() {
    return matchers != null && !matchers.isEmpty();
  }

  /// Looks at the next ordinary line.
  ///
  /// @return what it means; nothing for most lines
  List<Matching.Outcome> see(String line) {
    return matchers == null ? List.of() : matchers.see(line);
  }

  /// Shows what an ordinary line means.
  void tell(Matching.Outcome outcome) {
    switch (outcome) {
      case Matching.Outcome.Removed(var owner) ->
          say(
              Level.WARNING,
              "The problem matcher `"
                  + owner
                  + "` is removed: its patterns took too long for three lines.");
      case Matching.Outcome.Problem(var found, var line) when matchers != null -> {
        Annotation annotation = matchers.annotation(found);
        log.accept(tag(annotation.level()) + line);
        keep(annotation);
      }
      case Matching.Outcome.Problem _ -> throw new IllegalStateException("found by no matcher");
    }
  }

  /// Returns the command that a line is and that is to be obeyed, or `null` if the line is ordinary
  /// output.
  @Nullable CommandLine recognise(String line) {
    CommandLine command = CommandLine.parse(line, stopToken);
    boolean paused = !stopToken.isEmpty();
    boolean ignored = paused && command != null && !command.name().equals(stopToken);
    return ignored ? null : command;
  }

  /// Obeys a command.
  ///
  /// @param line the whole line without its line feed
  void obey(CommandLine command, String line) {
    if (command.name().equals(stopToken)) {
      log.accept(line);
      stopToken = "";
      return;
    }
    CommandName name = CommandName.of(command.name());
    if (name == null) {
      throw new IllegalStateException("not a command: " + command.name());
    }
    if (echo && name.isEchoed()) {
      log.accept(line);
    }
    String problem = perform(name, command, line);
    if (problem != null) {
      String shown = name == CommandName.ADD_MASK ? name.word() : line;
      fail("Unable to process command '" + shown + "' successfully.", problem);
    }
  }

  /// Returns what is wrong, a line for each problem, or `null` if it is done.
  private @Nullable String perform(CommandName name, CommandLine command, String line) {
    return switch (name) {
      case SET_OUTPUT -> setOutput(command);
      case SAVE_STATE -> saveState(command);
      case SET_ENV -> setEnv(command);
      case ADD_PATH -> addPath(command);
      case ADD_MASK -> addMask(command);
      case DEBUG -> debug(command);
      case NOTICE -> remark(Level.NOTICE, command);
      case WARNING -> remark(Level.WARNING, command);
      case ERROR -> remark(Level.ERROR, command);
      case GROUP -> show("##[group]" + command.data());
      case ENDGROUP -> show("##[endgroup]");
      case STOP_COMMANDS -> stop(command, line);
      case ECHO -> echo(command);
      case ADD_MATCHER -> addMatcher(command);
      case REMOVE_MATCHER -> removeMatcher(command);
    };
  }

  private @Nullable String show(String text) {
    log.accept(text);
    return null;
  }

  private @Nullable String deliver(CommandEffect effect) {
    listener.onEffect(effect);
    return null;
  }

  private static String missing(CommandName name, String what) {
    return "The command `" + name.word() + "` needs " + what + ".";
  }

  private @Nullable String setOutput(CommandLine command) {
    String name = command.property("name");
    return name.isEmpty()
        ? missing(CommandName.SET_OUTPUT, "the property `name`")
        : deliver(new CommandEffect.SetOutput(name, command.data()));
  }

  private @Nullable String saveState(CommandLine command) {
    String name = command.property("name");
    return name.isEmpty()
        ? missing(CommandName.SAVE_STATE, "the property `name`")
        : deliver(new CommandEffect.SaveState(name, command.data()));
  }

  private @Nullable String setEnv(CommandLine command) {
    String refusal = unsecure(CommandName.SET_ENV, "GITHUB_ENV");
    if (refusal != null) {
      return refusal;
    }
    String name = command.property("name");
    if (name.isEmpty()) {
      return missing(CommandName.SET_ENV, "the property `name`");
    }
    if (name.equalsIgnoreCase(BLOCKED_VARIABLE)) {
      say(Level.ERROR, "The command `set-env` may not set " + BLOCKED_VARIABLE + ".");
      return null;
    }
    return deliver(new CommandEffect.SetEnv(name, command.data()));
  }

  private @Nullable String addPath(CommandLine command) {
    String refusal = unsecure(CommandName.ADD_PATH, "GITHUB_PATH");
    if (refusal != null) {
      return refusal;
    }
    return command.data().isEmpty()
        ? missing(CommandName.ADD_PATH, "a folder")
        : deliver(new CommandEffect.AddPath(command.data()));
  }

  private @Nullable String unsecure(CommandName name, String file) {
    String instead = "write to the file $" + file + " instead";
    if (rules.unsecureCommands() == Unsecure.REFUSED) {
      return "The command `%s` is disabled, because any printed line could use it: %s, or set %s to true."
          .formatted(name.word(), instead, CommandRules.ALLOW_COMMANDS);
    }
    if (rules.unsecureCommands() == Unsecure.WARNED) {
      say(
          Level.WARNING,
          "The command `%s` lets any printed line change later steps: %s."
              .formatted(name.word(), instead));
    }
    return null;
  }

  private @Nullable String addMask(CommandLine command) {
    if (command.data().isBlank()) {
      say(Level.WARNING, "The command `add-mask` has nothing to hide: its value is empty.");
      return null;
    }
    if (echo) {
      log.accept("::add-mask::***");
    }
    hide(command.data());
    return null;
  }

  private void hide(String secret) {
    masker.add(secret);
    masks.add(secret);
    listener.onEffect(new CommandEffect.AddMask(secret));
  }

  private @Nullable String debug(CommandLine command) {
    return rules.debug() ? show("##[debug]" + command.data()) : null;
  }

  private @Nullable String remark(Level level, CommandLine command) {
    log.accept(tag(level) + command.data());
    keep(Annotations.of(level, command, rules.workspace(), masker));
    return null;
  }

  /// Makes a remark of the runner itself.
  private void say(Level level, String message) {
    String masked = masker.mask(message);
    log.accept(tag(level) + masked);
    keep(Annotations.plain(level, masked));
  }

  private void keep(Annotation annotation) {
    int before =
        switch (annotation.level()) {
          case NOTICE -> notices++;
          case WARNING -> warnings++;
          case ERROR -> errors++;
        };
    if (before < Annotations.MOST) {
      listener.onEffect(new CommandEffect.Annotate(annotation));
    }
  }

  private static String tag(Level level) {
    return switch (level) {
      case NOTICE -> "##[notice]";
      case WARNING -> "##[warning]";
      case ERROR -> "##[error]";
    };
  }

  private void fail(String heading, String problem) {
    say(Level.ERROR, heading);
    masker.mask(problem).lines().forEach(line -> say(Level.ERROR, line));
    listener.onEffect(new CommandEffect.Failed(masker.mask(problem)));
  }

  private @Nullable String stop(CommandLine command, String line) {
    String token = command.data();
    boolean weak =
        token.isEmpty()
            || token.equalsIgnoreCase("pause-logging")
            || CommandName.of(token.toLowerCase(Locale.ROOT)) != null;
    if (weak && !rules.unsecureStopTokens()) {
      return "The token of `stop-commands` may not be empty, `pause-logging` or the name of a command:"
          + " choose a random word, or set "
          + CommandRules.ALLOW_STOP_TOKENS
          + " to true.";
    }
    log.accept(line);
    stopToken = token;
    if (token.length() > 6) {
      hide(token);
    }
    return null;
  }

  private @Nullable String echo(CommandLine command) {
    String setting = command.data().strip();
    if (!setting.equalsIgnoreCase("on") && !setting.equalsIgnoreCase("off")) {
      return "The command `echo` takes `on` or `off`, not `" + command.data() + "`.";
    }
    echo = setting.equalsIgnoreCase("on");
    return null;
  }

  private @Nullable String addMatcher(CommandLine command) {
    if (command.data().isEmpty()) {
      say(Level.WARNING, missing(CommandName.ADD_MATCHER, "the path of a file"));
      return null;
    }
    return joined(matchers().add(command.data()));
  }

  private @Nullable String removeMatcher(CommandLine command) {
    String owner = command.property("owner");
    if (owner.isEmpty() == command.data().isEmpty()) {
      say(
          Level.WARNING,
          missing(CommandName.REMOVE_MATCHER, "either the property `owner` or the path of a file"));
      return null;
    }
    if (owner.isEmpty()) {
      return joined(matchers().removeFile(command.data()));
    }
    matchers().remove(owner);
    return null;
  }

  private Matchers matchers() {
    Matchers known = matchers;
    if (known == null) {
      known = new Matchers(rules, files, masker, List.of(), job, listener);
      matchers = known;
    }
    return known;
  }

  private static @Nullable String joined(List<String> problems) {
    return problems.isEmpty() ? null : String.join("\n", problems);
  }
}
