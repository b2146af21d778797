// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthException;
import io.berth.workflow.ActionManifest;
import io.berth.workflow.ActionReader;
import io.berth.workflow.ActionReference;
import io.berth.workflow.ActionRuns;
import io.berth.workflow.Diagnostic;
import io.berth.workflow.Dialect;
import io.berth.workflow.Job;
import io.berth.workflow.Step;
import io.berth.workflow.Template;
import io.berth.workflow.Workflow;
import io.berth.workflow.WorkflowReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks workflows, and the actions of the same repository that they use. An action that is not
/// there may be made by a step, so nothing is said of it.
final class CheckedFiles {

  private final Invocation invocation;
  private final Set<Path> known = new HashSet<>();
  private final List<Diagnostic> found = new ArrayList<>();
  private int count;

  CheckedFiles(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Returns what was found, file by file.
  CheckReport report() {
    return new CheckReport(count, found);
  }

  /// @param file as it was named
  void addWorkflow(String file, byte[] content) {
    Path path = invocation.directory().resolve(file).toAbsolutePath().normalize();
    Dialect dialect = Dialect.of(path.toString());
    var reading = WorkflowReader.check(file, content, dialect);
    count++;
    found.addAll(reading.diagnostics());
    Workflow workflow = reading.workflow();
    if (workflow != null) {
      for (Job job : workflow.jobs().values()) {
        if (job instanceof Job.Steps steps) {
          addUsed(root(Path.of(file)), steps.steps(), dialect);
        }
      }
    }
  }

  /// Returns the repository of a workflow: what holds `.github/workflows`, else the current folder.
  private static Path root(Path file) {
    Path folder = file.getParent();
    Path forge = folder == null ? null : folder.getParent();
    boolean placed =
        folder != null
            && forge != null
            && folder.endsWith("workflows")
            && forge.getFileName() != null
            && forge.getFileName().toString().startsWith(".");
    Path root = placed && forge != null ? forge.getParent() : null;
    return root == null ? Path.of("") : root;
  }

  private void addUsed(Path root, List<Step> steps, Dialect dialect) {
    for (Step step : steps) {
      switch (step.action()) {
        case Step.Action.Uses(Template.Literal uses, var _) -> {
          String folder = folder(uses.value().asString());
          if (folder != null) {
            addAction(root, root.resolve(folder), dialect);
          }
        }
        case Step.Action.Parallel(var inner) -> addUsed(root, inner, dialect);
        case Step.Action.Uses _,
            Step.Action.Run _,
            Step.Action.Wait _,
            Step.Action.WaitAll _,
            Step.Action.Cancel _ -> {}
      }
    }
  }

  private static @Nullable String folder(String uses) {
    try {
      return switch (ActionReference.parse(uses, null)) {
        case ActionReference.Local(var path) -> path;
        case ActionReference.Own(var path) -> path;
        case ActionReference.Repository _, ActionReference.Image _ -> null;
      };
    } catch (BerthException e) {
      return null;
    }
  }

  private void addAction(Path root, Path folder, Dialect dialect) {
    for (String name : ActionManifest.FILES) {
      Path file = folder.resolve(name);
      Path path = invocation.directory().resolve(file).toAbsolutePath().normalize();
      if (Files.isRegularFile(path)) {
        if (name.startsWith("action.") && known.add(path)) {
          var reading =
              ActionReader.check(
                  file.toString(), InputFile.bytes(file.toString(), invocation), dialect);
          count++;
          found.addAll(reading.diagnostics());
          ActionManifest manifest = reading.manifest();
          if (manifest != null && manifest.runs() instanceof ActionRuns.Composite composite) {
            addUsed(root, composite.steps(), dialect);
          }
        }
        return;
      }
    }
  }
}
