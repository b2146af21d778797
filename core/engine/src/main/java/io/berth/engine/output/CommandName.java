// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import org.jspecify.annotations.Nullable;

/// The workflow commands there are.
enum CommandName {
  SET_OUTPUT("set-output", true),
  SAVE_STATE("save-state", true),
  SET_ENV("set-env", true),
  ADD_PATH("add-path", true),
  ADD_MASK("add-mask", false),
  DEBUG("debug", false),
  NOTICE("notice", false),
  WARNING("warning", false),
  ERROR("error", false),
  GROUP("group", true),
  ENDGROUP("endgroup", true),
  STOP_COMMANDS("stop-commands", false),
  ECHO("echo", true),
  ADD_MATCHER("add-matcher", true),
  REMOVE_MATCHER("remove-matcher", true);

  /// No command is longer; a name that is cannot be one.
  static final int LONGEST = 14;

  private static final CommandName[] ALL = values();

  private final String word;
  private final boolean echoed;

  CommandName(String word, boolean echoed) {
    this.word = word;
    this.echoed = echoed;
  }

  /// Returns the command with this name in lower case, or `null` if there is none.
  static @Nullable CommandName of(String word) {
    if (word.length() > LONGEST) {
      return null;
    }
    for (CommandName name : ALL) {
      if (name.word.equals(word)) {
        return name;
      }
    }
    return null;
  }

  String word() {
    return word;
  }

  /// Returns whether the log shows the command itself while `echo` is on; the others show what they
  /// stand for.
  boolean isEchoed() {
    return echoed;
  }
}
