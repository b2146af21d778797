// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.workflow.Workflow.Concurrency;
import io.berth.workflow.Workflow.RunDefaults;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the model of a workflow from a template in which no error was found.
final class WorkflowBuilder {

  private WorkflowBuilder() {}

  static Workflow build(String file, Dialect dialect, Template template) {
    Members members = Members.of(template);
    Map<String, Job> jobs = new LinkedHashMap<>();
    members.in("jobs").entries().forEach((id, entry) -> jobs.put(id, JobBuilder.build(id, entry)));
    return new Workflow(
        file,
        dialect,
        new Workflow.Titles(members.text("name"), members.get("run-name")),
        TriggersBuilder.build(members.get("on")),
        new Workflow.Settings(
            members.get("env"),
            defaults(members),
            concurrency(members.get("concurrency")),
            members.get("permissions")),
        jobs,
        null);
  }

  static @Nullable RunDefaults defaults(Members members) {
    if (!members.in("defaults").has("run")) {
      return null;
    }
    Members run = members.in("defaults").in("run");
    return new RunDefaults(run.get("shell"), run.get("working-directory"));
  }

  static @Nullable Concurrency concurrency(@Nullable Template template) {
    if (template instanceof Template.Mapping) {
      Members members = Members.of(template);
      Template group = members.get("group");
      return group == null
          ? null
          : new Concurrency(group, members.get("cancel-in-progress"), members.get("queue"));
    }
    return template == null ? null : new Concurrency(template, null, null);
  }
}
