// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.JobSpec;
import io.berth.engine.Result;
import io.berth.expressions.Contexts;
import io.berth.expressions.Fact;
import io.berth.expressions.Value;
import io.berth.spi.Layout;
import io.berth.workflow.ActionReference;
import io.berth.workflow.Dialect;
import io.berth.workflow.Origin;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The contexts at one moment of a job. Each is made when it is first asked for.
final class JobContexts implements Contexts {

  private static final String STEP_DEBUG = "ACTIONS_STEP_DEBUG";
  private static final String RUNNER_NAME = "RUNNER_NAME";

  private final JobSpec spec;
  private final Ledger ledger;
  private final @Nullable Layout layout;
  private final Map<String, String> stepEnv;
  private final @Nullable CurrentStep step;
  private final Map<String, Optional<Value>> made = new HashMap<>();

  /// The step that is about to run or runs.
  ///
  /// @param id its id, generated or not
  /// @param files its files
  /// @param scope the action whose step it is, or `null` if it is one of the job
  record CurrentStep(String id, StepFiles files, @Nullable ActionScope scope) {}

  /// @param layout where things are, or `null` before there is an environment
  /// @param stepEnv the variables of the step itself
  /// @param step the step that is evaluated, or `null` outside of one
  JobContexts(
      JobSpec spec,
      Ledger ledger,
      @Nullable Layout layout,
      Map<String, String> stepEnv,
      @Nullable CurrentStep step) {
    this.spec = spec;
    this.ledger = ledger;
    this.layout = layout;
    this.stepEnv = stepEnv;
    this.step = step;
  }

  @Override
  public Optional<Value> context(String name) {
    Optional<Value> value = made.get(name);
    if (value == null) {
      value = make(name);
      made.put(name, value);
    }
    return value;
  }

  private Optional<Value> make(String name) {
    return switch (name) {
      case "github" -> Optional.of(github());
      case "forge", "forgejo" ->
          spec.workflow().dialect() == Dialect.FORGEJO ? context("github") : Optional.empty();
      case "gitea" ->
          spec.workflow().dialect() == Dialect.GITHUB ? Optional.empty() : context("github");
      case "env" -> Optional.of(env());
      case "job" -> Optional.of(job());
      case "runner" -> Optional.of(runner());
      case "steps" -> Optional.of(steps());
      case "secrets" -> Optional.of(secrets());
      case "inputs" -> inputs();
      default -> Optional.ofNullable(spec.contexts().get(name));
    };
  }

  /// Returns `github` with what only a job and a step know.
  Value.ObjectValue github() {
    Map<String, Value> members = new LinkedHashMap<>();
    if (spec.contexts().get("github") instanceof Value.ObjectValue given) {
      members.putAll(given.members());
    }
    members.put("job", Value.of(spec.job().head().id()));
    if (layout != null) {
      members.put("workspace", Value.of(layout.paths().workspace()));
      members.put("host-workspace", Value.of(layout.paths().workspace()));
      members.put("event_path", Value.of(StepFiles.event(layout)));
    }
    if (step != null) {
      members.put("action", Value.of(step.id()));
      members.put("action_ref", Value.of(""));
      members.put("action_repository", Value.of(""));
      members.put("env", Value.of(step.files().env()));
      members.put("path", Value.of(step.files().path()));
      members.put("output", Value.of(step.files().output()));
      members.put("state", Value.of(step.files().state()));
      members.put("step_summary", Value.of(step.files().summary()));
      if (SideBySide.isIn(spec.job())) {
        // Steps that run at the same time must not write one file.
        members.put("event_path", Value.of(step.files().event()));
      }
      ActionScope scope = step.scope();
      if (scope != null) {
        members.put("action_path", Value.of(scope.action().how().directory()));
        members.put("action_ref", Value.of(scope.action().how().ref()));
        members.put("action_repository", Value.of(scope.action().how().repository()));
        members.put("action_status", Value.of(scope.status().word()));
      }
    }
    return Value.object(members);
  }

  /// Returns `runner`; empty before there is an environment.
  Value.ObjectValue runner() {
    Map<String, Value> members = new LinkedHashMap<>();
    if (layout != null) {
      members.put("name", Value.of(ledger.configured().getOrDefault(RUNNER_NAME, "berth")));
      members.put("os", Value.of(layout.os()));
      members.put("arch", Value.of(layout.arch()));
      members.put("temp", Value.of(layout.paths().temp()));
      members.put("tool_cache", Value.of(layout.paths().toolCache()));
      members.put("workspace", Value.of(parent(layout.paths().workspace())));
      members.put("environment", Value.of("self-hosted"));
      if (isDebug(spec)) {
        members.put("debug", Value.of("1"));
      }
    }
    return Value.object(members);
  }

  /// A secret or variable of this name asks for more in the log.
  static boolean isDebug(JobSpec spec) {
    String asked = spec.secrets().byName().get(STEP_DEBUG);
    if (asked == null && spec.contexts().get("vars") instanceof Value.ObjectValue vars) {
      asked = vars.member(STEP_DEBUG).map(Value::asString).orElse(null);
    }
    return asked != null && asked.equalsIgnoreCase("true");
  }

  private Value.ObjectValue env() {
    Map<String, Value> members = new LinkedHashMap<>();
    ledger.variables().forEach((name, value) -> members.put(name, Value.of(value)));
    stepEnv.forEach((name, value) -> members.put(name, Value.of(value)));
    return layout != null && layout.os().equals("Windows")
        ? Value.object(members)
        : Value.caseSensitiveObject(members);
  }

  private Value.ObjectValue secrets() {
    Map<String, Value> members = new LinkedHashMap<>();
    spec.secrets().byName().forEach((name, value) -> members.put(name, Value.of(value)));
    return Value.object(members);
  }

  private Value.ObjectValue job() {
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("status", Value.of(ledger.status().word()));
    members.put("container", Value.object(Map.of()));
    members.put("services", Value.object(Map.of()));
    addWorkflow(members);
    if (spec.contexts().get("job") instanceof Value.ObjectValue given) {
      members.putAll(given.members());
    }
    return Value.object(members);
  }

  /// Adds where the job itself stands, which differs from `github.workflow_ref` in a workflow that
  /// was called.
  private void addWorkflow(Map<String, Value> members) {
    Origin origin = spec.workflow().origin();
    if (origin != null) {
      addWorkflow(members, origin);
    } else if (spec.contexts().get("github") instanceof Value.ObjectValue github) {
      String repository = github.member("repository").orElse(Value.NULL).asString();
      String ref = github.member("ref").orElse(Value.NULL).asString();
      String file = spec.workflow().file();
      members.put("workflow_ref", Value.of(repository + "/" + file + "@" + ref));
      members.put("workflow_sha", github.member("sha").orElse(Value.NULL));
      members.put("workflow_repository", Value.of(repository));
      members.put("workflow_file_path", Value.of(file));
    }
  }

  private static void addWorkflow(Map<String, Value> members, Origin origin) {
    ActionReference.Repository file = origin.file();
    String repository = file.owner() + "/" + file.name();
    String place = repository + "/" + file.path() + "@" + file.ref();
    members.put("workflow_ref", Value.of(place));
    members.put("workflow_sha", Value.of(origin.commit()));
    members.put("workflow_repository", Value.of(repository));
    members.put("workflow_file_path", Value.of(file.path()));
  }

  private Value.ObjectValue steps() {
    Map<String, Value> members = new LinkedHashMap<>();
    ActionScope scope = step == null ? null : step.scope();
    (scope == null ? ledger.steps() : scope.steps())
        .forEach(
            (id, record) -> {
              if (!id.startsWith("__")) {
                members.put(id, record.value());
              }
            });
    return Value.object(members);
  }

  private Optional<Value> inputs() {
    ActionScope scope = step == null ? null : step.scope();
    if (scope == null) {
      return Optional.ofNullable(spec.contexts().get("inputs"));
    }
    Map<String, Value> members = new LinkedHashMap<>();
    scope.action().how().inputs().forEach((name, value) -> members.put(name, Value.of(value)));
    return Optional.of(Value.object(members));
  }

  static String parent(String path) {
    int end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    return end > 0 ? path.substring(0, end) : path;
  }

  /// Returns an evaluator at this moment.
  ///
  /// @param facts what was learned for it
  Evaluator evaluator(Result status, Map<Fact, Standing.Answer> facts) {
    return new Evaluator(this, new StatusFunctions(status, facts));
  }
}
