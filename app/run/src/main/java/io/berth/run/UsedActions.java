// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.actions.Actions;
import io.berth.engine.job.Action;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.workflow.ActionManifest;
import io.berth.workflow.ActionReader;
import io.berth.workflow.ActionReference;
import io.berth.workflow.ActionRuns;
import io.berth.workflow.Job;
import io.berth.workflow.Step;
import io.berth.workflow.Template;
import io.berth.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The actions of other repositories that a workflow uses, also through the actions of its own.
/// What is computed is not among them.
///
/// @param root the folder of the repository
record UsedActions(Path root, Workflow workflow) {

  void addTo(List<Actions.Wanted> wanted, List<BerthError> errors) {
    Set<Path> seen = new HashSet<>();
    for (Job job : workflow.jobs().values()) {
      if (job instanceof Job.Steps steps) {
        steps(steps.steps(), wanted, errors, seen);
      }
    }
  }

  private void steps(
      List<Step> steps, List<Actions.Wanted> wanted, List<BerthError> errors, Set<Path> seen) {
    for (Step step : steps) {
      if (!(step.action() instanceof Step.Action.Uses(Template uses, _))
          || !(uses instanceof Template.Literal(var name, _, var span))) {
        continue;
      }
      try {
        switch (ActionReference.parse(name.asString().strip(), span)) {
          case ActionReference.Repository remote -> {
            if (!Action.FetchActions.isBuiltIn(remote)) {
              wanted.add(new Actions.Wanted(remote, span));
            }
          }
          case ActionReference.Own own -> {
            var origin = workflow.origin();
            if (origin == null) {
              local(own.path(), wanted, errors, seen);
            } else {
              wanted.add(new Actions.Wanted(own.in(origin.file()), span));
            }
          }
          case ActionReference.Local(var path) -> local(path, wanted, errors, seen);
          case ActionReference.Image _ -> {}
        }
      } catch (BerthException e) {
        errors.addAll(e.errors());
      }
    }
  }

  /// An action that is not there may be made, or checked out, by a step before.
  private void local(
      String path, List<Actions.Wanted> wanted, List<BerthError> errors, Set<Path> seen) {
    Path folder = root.resolve(path).normalize();
    if (!folder.startsWith(root) || !seen.add(folder)) {
      return;
    }
    for (String name : ActionManifest.FILES) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        read(file, wanted, errors, seen);
        return;
      }
    }
  }

  private void read(
      Path file, List<Actions.Wanted> wanted, List<BerthError> errors, Set<Path> seen) {
    String shown = WorkflowFiles.shown(root, file);
    try {
      var manifest =
          ActionReader.read(shown, Files.readAllBytes(file), workflow.dialect()).manifest();
      if (manifest != null && manifest.runs() instanceof ActionRuns.Composite composite) {
        steps(composite.steps(), wanted, errors, seen);
      }
    } catch (IOException e) {
      errors.add(Unreadable.of(shown, file, e));
    }
  }
}
