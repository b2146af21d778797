// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.workflow.ActionManifest;
import io.berth.workflow.ActionReference.Repository;
import io.berth.workflow.Diagnostic;
import java.util.List;

/// An action that is there.
///
/// @param reference what it is called
/// @param commit its commit, or an empty text if a folder of the user stands in
/// @param folder the files of its repository; the action lies in the path of the reference
/// @param manifest what it says of itself
/// @param warnings what is odd about its manifest
public record ResolvedAction(
    Repository reference,
    String commit,
    ActionFolder folder,
    ActionManifest manifest,
    List<Diagnostic> warnings) {

  public ResolvedAction {
    warnings = List.copyOf(warnings);
  }
}
