// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.workflow.Job;
import io.berth.workflow.Template;
import io.berth.workflow.Workflow;
import io.berth.workflow.plan.CalledWorkflows;
import io.berth.workflow.plan.JobGraph;
import io.berth.workflow.plan.Plan;
import io.berth.workflow.plan.TriggerChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the workflows of a folder hold, as far as it is known without running any.
///
/// @param workflows in the order of their files
/// @param remarks what everybody should know
public record Overview(List<Listed> workflows, List<String> remarks) {

  /// A workflow.
  ///
  /// @param file its file as users know it
  /// @param name `name`, or the file
  /// @param events the events that trigger it
  /// @param jobs its jobs in the order of the file
  public record Listed(String file, String name, List<String> events, List<ListedJob> jobs) {}

  /// A job.
  ///
  /// @param id its key
  /// @param name `name` where no expression is in it, else the key
  /// @param line its line in its file
  /// @param needs the keys of the jobs that it waits for
  /// @param labels the labels of `runs-on`, those of all legs; an expression as it is written while
  ///     nobody can know its value
  /// @param legs what tells its legs apart, one text each; empty without a matrix
  /// @param late the matrix as it is written while nobody can know its legs, else an empty text
  /// @param calls the workflow that it calls, or an empty text
  /// @param jobs the jobs of that workflow, where it was read
  public record ListedJob(
      String id,
      String name,
      int line,
      List<String> needs,
      List<String> labels,
      List<String> legs,
      String late,
      String calls,
      List<ListedJob> jobs) {}

  /// Reads the workflows that were asked for: all, or those that the event triggers; all jobs, or
  /// one with those that it needs. A workflow of another repository that cannot be had at once is
  /// left out, and it is said.
  ///
  /// @throws BerthException with all that is wrong with the request or the workflows
  public static Overview of(ExecRequest request, Surroundings surroundings)
      throws InterruptedException {
    WorkflowFiles files = WorkflowFiles.find(request.directory(), request.selection().workflows());
    var reader = new Workflows(files);
    List<Workflow> workflows = reader.read(files.files());
    String event = request.selection().event();
    if (event != null) {
      workflows = TriggerChoice.triggeredBy(event, workflows);
    }
    workflows = Execution.withJob(workflows, request.selection().job());
    List<BerthError> errors = new ArrayList<>();
    GivenValues given =
        GivenValues.read(request.values(), surroundings.env(), surroundings.person(), errors);
    var context =
        new GithubContext(
            GitFacts.of(files.root()),
            files.root(),
            surroundings.env().getOrDefault("USER", "berth"),
            "");
    var sources =
        new ActionSources(
            request.actions(),
            files.root(),
            request.directory(),
            surroundings.env(),
            Map.of(),
            false);
    List<Listed> listed = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    try (var remote = new RemoteWorkflows(sources, files.dialect(), false)) {
      for (Workflow workflow : workflows) {
        try {
          var called = reader.called(workflow, remote, request.actions().callDepth());
          String answered =
              event == null ? workflow.triggers().events().keySet().iterator().next() : event;
          Value.ObjectValue github =
              context.of(workflow, answered, new Payload(context).of(answered), "0");
          Plan plan = Plan.of(workflow, called, github, texts(given.inputs()), texts(given.vars()));
          listed.add(listed(workflow, called, plan, request.selection().job()));
        } catch (BerthException e) {
          errors.addAll(e.errors());
        }
      }
      remarks.addAll(remote.notices());
    }
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
    return new Overview(listed, remarks);
  }

  private static Listed listed(
      Workflow workflow, Map<String, Workflow> called, Plan plan, @Nullable String only) {
    Set<String> wanted = workflow.jobs().keySet();
    if (only != null) {
      wanted = JobGraph.of(workflow.jobs().values()).withAncestors(List.of(only));
    }
    List<ListedJob> jobs = new ArrayList<>();
    for (ListedJob job : jobs(workflow, called, plan.jobs())) {
      if (wanted.contains(job.id())) {
        jobs.add(job);
      }
    }
    String name = workflow.names().name();
    return new Listed(
        workflow.file(),
        name == null ? workflow.file() : name,
        List.copyOf(workflow.triggers().events().keySet()),
        jobs);
  }

  private static List<ListedJob> jobs(
      Workflow workflow, Map<String, Workflow> called, List<Plan.PlannedJob> planned) {
    List<ListedJob> jobs = new ArrayList<>();
    for (Plan.PlannedJob plan : planned) {
      Job job = workflow.jobs().get(plan.id());
      if (job != null) {
        jobs.add(job(workflow, job, called, plan));
      }
    }
    return jobs;
  }

  private static ListedJob job(
      Workflow workflow, Job job, Map<String, Workflow> called, Plan.PlannedJob plan) {
    Set<String> labels = new LinkedHashSet<>();
    List<String> legs = new ArrayList<>();
    for (Plan.PlannedLeg leg : plan.legs()) {
      labels.addAll(labels(leg.labels()));
      if (leg.matrix() instanceof Value.ObjectValue values) {
        legs.add(leg(values));
      }
    }
    String late = plan.matrix() instanceof Plan.Foreseen.Late(var source) ? source : "";
    if (plan.legs().isEmpty() && job instanceof Job.Steps steps) {
      labels.addAll(source(steps.runsOn()));
    }
    String calls = job instanceof Job.Call call ? call.uses().source() : "";
    Workflow callee = called.get(CalledWorkflows.key(workflow, calls));
    List<ListedJob> nested =
        callee == null || plan.legs().isEmpty()
            ? List.of()
            : jobs(callee, called, plan.legs().getFirst().jobs());
    return new ListedJob(
        job.head().id(),
        name(job.head()),
        job.head().span().line(),
        job.head().needs(),
        List.copyOf(labels),
        legs,
        late,
        calls,
        nested);
  }

  private static String name(Job.Head head) {
    return head.name() instanceof Template.Literal literal ? literal.value().asString() : head.id();
  }

  private static List<String> labels(Plan.Foreseen foreseen) {
    return switch (foreseen) {
      case Plan.Foreseen.Known(Value.ArrayValue array) ->
          array.items().stream().map(Value::asString).toList();
      case Plan.Foreseen.Known _ -> List.of();
      case Plan.Foreseen.Late(var source) -> List.of(source);
      case Plan.Foreseen.Wrong(var errors) -> List.of(errors.getFirst().problem());
    };
  }

  private static List<String> source(Template labels) {
    return switch (labels) {
      case Template.Literal literal -> List.of(literal.value().asString());
      case Template.Computed computed -> List.of(computed.source());
      case Template.Sequence sequence ->
          sequence.items().stream().flatMap(item -> source(item).stream()).toList();
      case Template.Mapping _, Template.Insert _ -> List.of();
    };
  }

  private static String leg(Value.ObjectValue values) {
    List<String> texts = new ArrayList<>();
    values.members().forEach((key, value) -> texts.add(key + ": " + text(value)));
    return String.join(", ", texts);
  }

  private static String text(Value value) {
    return value instanceof Value.ObjectValue || value instanceof Value.ArrayValue
        ? Json.print(value)
        : value.asString();
  }

  private static Value.ObjectValue texts(Map<String, String> texts) {
    Map<String, Value> members = new LinkedHashMap<>();
    texts.forEach((name, value) -> members.put(name, Value.of(value)));
    return Value.object(members);
  }
}
