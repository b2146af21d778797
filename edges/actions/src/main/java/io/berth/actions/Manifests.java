// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.workflow.ActionManifest;
import io.berth.workflow.ActionReader;
import io.berth.workflow.ActionReference.Repository;
import io.berth.workflow.ActionRuns;
import io.berth.workflow.Diagnostic;
import io.berth.workflow.Dialect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds and reads the manifest of an action in its repository.
final class Manifests {

  private Manifests() {}

  /// A manifest, and what is odd about it.
  record Read(ActionManifest manifest, List<Diagnostic> warnings) {}

  /// @throws BerthException B1009 if there is none, B1010 if it cannot be run
  static Read read(Repository reference, ActionFolder folder, Dialect dialect) throws IOException {
    for (String name : ActionManifest.FILES) {
      String path = reference.path().isEmpty() ? name : reference.path() + "/" + name;
      Optional<byte[]> content = folder.read(path);
      if (content.isPresent()) {
        return read(reference, path, name, content.get(), dialect);
      }
    }
    throw new BerthException(
        BerthError.of(
            ErrorCode.ACTION_NOT_FOUND,
            ActionManifest.missing(shown(reference, reference.path())),
            "Correct the path behind the repository, or use a version that has the action."));
  }

  private static Read read(
      Repository reference, String path, String name, byte[] content, Dialect dialect) {
    String file = shown(reference, path);
    if (!name.startsWith("action.")) {
      return new Read(ActionManifest.ofDockerfile(file, name), List.of());
    }
    ActionReader.Reading reading = ActionReader.read(file, content, dialect);
    ActionManifest manifest = reading.manifest();
    if (manifest == null) {
      List<BerthError> errors = new ArrayList<>();
      for (Diagnostic found : reading.diagnostics()) {
        if (found.isError()) {
          errors.add(found.error());
        }
      }
      throw new BerthException(errors, null);
    }
    if (manifest.runs() instanceof ActionRuns.Plugin(String code, _)) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.ACTION_INVALID,
              "`" + reference + "` is the code `" + code + "`, which only GitHub's runner contains",
              "Use a later version of the action."));
    }
    return new Read(manifest, reading.diagnostics());
  }

  /// Returns how a file is called in diagnostics: `owner/repository@ref:path`.
  private static String shown(Repository reference, String path) {
    return LockFile.key(reference) + ":" + path;
  }
}
