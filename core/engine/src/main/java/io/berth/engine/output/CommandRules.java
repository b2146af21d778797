// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import io.berth.workflow.Dialect;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What workflow commands may do in one step.
///
/// @param unsecureCommands what `set-env` and `add-path` do
/// @param unsecureStopTokens whether `stop-commands` takes tokens that any output may contain
/// @param debug whether debug lines are shown
/// @param workspace the workspace as the step sees it; files of remarks are shown relative to it
public record CommandRules(
    Unsecure unsecureCommands, boolean unsecureStopTokens, boolean debug, String workspace) {

  /// The variable that decides about `set-env` and `add-path`.
  public static final String ALLOW_COMMANDS = "ACTIONS_ALLOW_UNSECURE_COMMANDS";

  /// The variable that decides about weak tokens of `stop-commands`.
  public static final String ALLOW_STOP_TOKENS = "ACTIONS_ALLOW_UNSECURE_STOPCOMMAND_TOKENS";

  /// What becomes of a command with which any printed line could change the steps that follow.
  public enum Unsecure {
    /// It fails the step.
    REFUSED,
    /// It works, with a warning.
    WARNED,
    /// It works.
    ALLOWED
  }

  /// Returns the rules that a dialect and the variables of a step make.
  ///
  /// @param dialect whose default applies where the variables say nothing: GitHub refuses what
  ///     Forgejo and Gitea obey
  /// @param env the variables of the step
  /// @param debug whether debug lines are shown
  /// @param workspace the workspace as the step sees it
  public static CommandRules of(
      Dialect dialect, Map<String, String> env, boolean debug, String workspace) {
    return new CommandRules(
        unsecure(dialect, env.get(ALLOW_COMMANDS)),
        isTrue(env.get(ALLOW_STOP_TOKENS)),
        debug,
        workspace);
  }

  private static Unsecure unsecure(Dialect dialect, @Nullable String setting) {
    if (isTrue(setting)) {
      return Unsecure.ALLOWED;
    }
    if (setting != null && setting.strip().equalsIgnoreCase("false")) {
      return Unsecure.REFUSED;
    }
    return switch (dialect) {
      case GITHUB -> Unsecure.REFUSED;
      case FORGEJO, GITEA -> Unsecure.WARNED;
    };
  }

  private static boolean isTrue(@Nullable String setting) {
    return setting != null && setting.strip().equalsIgnoreCase("true");
  }
}
