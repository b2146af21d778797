// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.actions.ActionStore;
import io.berth.actions.Actions;
import io.berth.actions.LockFile;
import io.berth.actions.Resolution;
import io.berth.engine.job.Action;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.workflow.Workflow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes the lock file: the commits of all that the workflows of a repository use from elsewhere.
public final class LockedActions {

  private LockedActions() {}

  /// What was written.
  ///
  /// @param file the lock file
  /// @param before what it held
  /// @param after what it holds
  public record Written(Path file, LockFile before, LockFile after) {

    /// Returns what changed, one line each: `+` for what is new, `-` for what is gone, and the
    /// commits before and after of what moved.
    public List<String> changes() {
      Map<String, String> changes = new TreeMap<>();
      before.entries().forEach((reference, _) -> changes.put(reference, "- " + reference));
      after
          .entries()
          .forEach(
              (reference, now) -> {
                LockFile.Locked then = before.entries().get(reference);
                if (then == null) {
                  changes.put(reference, "+ " + reference + " " + now.commit());
                } else if (then.equals(now)) {
                  changes.remove(reference);
                } else {
                  changes.put(
                      reference, "  " + reference + " " + then.commit() + " -> " + now.commit());
                }
              });
      return List.copyOf(changes.values());
    }
  }

  /// Resolves everything and writes the file.
  ///
  /// @param request where the actions come from; its lock file is the one that is written
  /// @param directory where the workflows are looked for
  /// @param workflows the file or folder that was named, or `null`
  /// @throws BerthException with everything that cannot be had; then nothing is written
  public static Written write(
      ExecRequest.Actions request,
      Path directory,
      @Nullable Path workflows,
      Surroundings surroundings)
      throws InterruptedException {
    WorkflowFiles files = WorkflowFiles.find(directory, workflows);
    var reader = new Workflows(files);
    var sources =
        new ActionSources(
            request.withoutLock(),
            files.root(),
            directory,
            surroundings.env(),
            ActionSources.tokens(surroundings.env(), Map.of()),
            true);
    List<BerthError> errors = new ArrayList<>();
    List<Actions.Wanted> wanted = new ArrayList<>();
    try (var remote = new RemoteWorkflows(sources, files.dialect(), true)) {
      for (Workflow workflow : reader.read(files.files())) {
        List<Workflow> all = new ArrayList<>(List.of(workflow));
        try {
          all.addAll(reader.called(workflow, remote, request.callDepth()).values());
        } catch (BerthException e) {
          errors.addAll(e.errors());
        }
        for (Workflow one : all) {
          new UsedActions(files.root(), one).addTo(wanted, errors);
        }
      }
    }
    ActionStore store = sources.store(files.dialect());
    try (Resolution found =
        new Actions(store, files.dialect(), Action.FetchActions::isBuiltIn).resolve(wanted)) {
      errors.addAll(found.errors());
    }
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
    Path file = sources.lockFile();
    LockFile before = Files.exists(file) ? LockFile.read(file) : new LockFile(Map.of());
    LockFile after = store.used();
    after.write(file);
    return new Written(file, before, after);
  }
}
