// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Value;
import io.berth.workflow.Job;
import io.berth.workflow.Template;
import io.berth.workflow.Workflow;
import io.berth.workflow.plan.JobGraph;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One workflow within a run: the one that runs, or one that a job of it calls.
///
/// @param caller the leg that called it, or `null`
/// @param name how the caller is shown, or an empty text
/// @param workflow its file
/// @param inputs its `inputs` context
/// @param selected the ids of the jobs that take part, in the order of the file
record RunScope(
    @Nullable JobKey caller, String name, Workflow workflow, Value inputs, Set<String> selected) {

  /// Returns the workflow that runs, with the jobs that were asked for and those they need.
  static RunScope root(RunInputs inputs) {
    var workflow = inputs.workflow();
    var graph = JobGraph.of(workflow.jobs().values());
    var wanted = inputs.selection().jobs();
    var selected = wanted.isEmpty() ? graph.ids() : graph.withAncestors(wanted);
    return new RunScope(null, "", workflow, inputs.values().inputs(), selected);
  }

  /// Returns a workflow that is called.
  static RunScope called(JobLeg caller, Workflow workflow) {
    return new RunScope(
        caller.info().key(),
        caller.info().name(),
        workflow,
        caller.inputs(),
        new LinkedHashSet<>(workflow.jobs().keySet()));
  }

  JobKey key(String id) {
    return new JobKey(caller == null ? id : caller + "/" + id);
  }

  Job job(String id) {
    var job = workflow.jobs().get(id);
    if (job == null) {
      throw new IllegalStateException(workflow.file() + " has no job " + id);
    }
    return job;
  }

  /// Returns the keys of the jobs that a job waits for by itself.
  List<JobKey> needs(Job job) {
    List<JobKey> keys = new ArrayList<>();
    for (String need : job.head().needs()) {
      if (workflow.jobs().containsKey(need)) {
        keys.add(key(need));
        continue;
      }
      for (String id : workflow.jobs().keySet()) {
        if (id.equalsIgnoreCase(need)) {
          keys.add(key(id));
        }
      }
    }
    return keys;
  }

  /// Returns how a job is shown before its `name` is evaluated.
  String plainName(Job job) {
    var head = job.head();
    var given = head.name() instanceof Template.Literal(var value, _, _) ? value.asString() : "";
    return shown(given.isEmpty() ? head.id() : given);
  }

  /// Returns how a job with this name of its own is shown in the whole run.
  String shown(String ownName) {
    return name.isEmpty() ? ownName : name + " / " + ownName;
  }
}
