// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import io.berth.engine.Annotation;
import io.berth.engine.matcher.MatcherFile;

/// What a workflow command in the output of a step asks the runner to do. The log already shows
/// what it has to show.
public sealed interface CommandEffect {

  /// Set an output of the step.
  ///
  /// @param name its name, not empty
  /// @param value its value, raw
  record SetOutput(String name, String value) implements CommandEffect {}

  /// Keep a value for the later stages of the same action.
  ///
  /// @param name its name, not empty
  /// @param value its value, raw
  record SaveState(String name, String value) implements CommandEffect {}

  /// Set a variable for the steps that follow.
  ///
  /// @param name its name, not empty
  /// @param value its value, raw
  record SetEnv(String name, String value) implements CommandEffect {}

  /// Put a folder in front of `PATH` for the steps that follow.
  ///
  /// @param folder the folder, not empty
  record AddPath(String folder) implements CommandEffect {}

  /// Keep a value secret. The masker of the pipeline knows it already.
  ///
  /// @param value the secret, raw: never to be shown or stored in the clear
  record AddMask(String value) implements CommandEffect {
    @Override
    public String toString() {
      return "AddMask[***]";
    }
  }

  /// Show a remark.
  ///
  /// @param annotation the remark, masked and within its limits
  record Annotate(Annotation annotation) implements CommandEffect {}

  /// Watch the output of the job with a problem matcher, in place of one with the same name. The
  /// pipeline does so already.
  ///
  /// @param matcher the matcher
  record AddMatcher(MatcherFile.Definition matcher) implements CommandEffect {}

  /// Watch no longer with a problem matcher. The pipeline has forgotten it already.
  ///
  /// @param owner its name
  record RemoveMatcher(String owner) implements CommandEffect {}

  /// The command could not be obeyed: the step fails, but its process runs on. The problem stands
  /// in the log and was delivered as a remark before.
  ///
  /// @param problem why, masked
  record Failed(String problem) implements CommandEffect {}
}
