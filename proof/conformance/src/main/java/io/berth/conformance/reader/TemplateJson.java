// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.reader;

import io.berth.expressions.Value;
import io.berth.model.SourceSpan;
import io.berth.workflow.Job;
import io.berth.workflow.Permissions;
import io.berth.workflow.Step;
import io.berth.workflow.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns templates, jobs and steps into the JSON of the suite.
final class TemplateJson {

  private final boolean places;
  private final List<String> files = new ArrayList<>();

  TemplateJson(boolean places) {
    this.places = places;
  }

  /// Returns the files that places refer to, by number from 1.
  Value fileTable() {
    List<Value> names = new ArrayList<>();
    files.forEach(file -> names.add(Value.of(file)));
    return Value.array(names);
  }

  /// Returns a member of a mapping, member by member, or `null` if there is none.
  static @Nullable Template member(Template template, String... keys) {
    Template found = template;
    for (String key : keys) {
      found = found == null ? null : memberOf(found, key);
    }
    return found;
  }

  private static @Nullable Template memberOf(Template template, String key) {
    if (template instanceof Template.Mapping mapping) {
      for (Template.Entry entry : mapping.entries()) {
        if (entry.key() instanceof Template.Literal name && name.value().asString().equals(key)) {
          return entry.value();
        }
      }
    }
    return null;
  }

  /// Adds a template if there is one.
  void put(Map<String, Value> object, String key, @Nullable Template template) {
    if (template != null) {
      object.put(key, of(template));
    }
  }

  /// Adds permissions if there are any.
  static void put(Map<String, Value> object, String key, @Nullable Permissions permissions) {
    if (permissions != null) {
      Map<String, Value> levels = new LinkedHashMap<>();
      permissions.levels().forEach((name, level) -> levels.put(name, Value.of(level.word())));
      object.put(key, Value.object(levels));
    }
  }

  /// Returns a job with steps.
  Value steps(Job.Steps job, Template source, @Nullable Permissions permissions) {
    Map<String, Value> object = head(job.head(), "job");
    if (!job.head().needs().isEmpty()) {
      object.put("needs", needs(source));
    }
    put(object, "permissions", permissions);
    for (String key :
        List.of(
            "strategy",
            "continue-on-error",
            "timeout-minutes",
            "cancel-timeout-minutes",
            "concurrency",
            "container",
            "services",
            "env",
            "environment",
            "defaults",
            "runs-on",
            "outputs",
            "snapshot")) {
      put(object, key, member(source, key));
    }
    if (member(source, "steps") != null) {
      object.put("steps", steps(job.steps()));
    }
    return Value.object(object);
  }

  /// Returns the members of a job that calls a workflow.
  Map<String, Value> call(Job.Call job, Template source) {
    Map<String, Value> object = head(job.head(), "reusableWorkflowJob");
    object.put("needs", needs(source));
    object.put("ref", of(job.uses()));
    put(object, "concurrency", member(source, "concurrency"));
    put(object, "strategy", member(source, "strategy"));
    put(object, "input-values", member(source, "with"));
    Job.Secrets secrets = job.secrets();
    if (secrets != null && secrets.inherit()) {
      object.put("inherit-secrets", Value.of(true));
    } else if (secrets != null) {
      put(object, "secret-values", secrets.given());
    }
    return object;
  }

  /// Adds what a called workflow declares.
  void declared(Map<String, Value> object, Template called) {
    put(object, "input-definitions", mapping(member(called, "on", "workflow_call", "inputs")));
    put(object, "secret-definitions", mapping(member(called, "on", "workflow_call", "secrets")));
    put(object, "outputs", mapping(member(called, "on", "workflow_call", "outputs")));
    put(object, "embedded-concurrency", member(called, "concurrency"));
  }

  private static @Nullable Template mapping(@Nullable Template template) {
    return template instanceof Template.Mapping ? template : null;
  }

  private Map<String, Value> head(Job.Head head, String type) {
    Map<String, Value> object = new LinkedHashMap<>();
    object.put("type", Value.of(type));
    Template.Literal id = new Template.Literal(Value.of(head.id()), head.id(), head.span());
    object.put("id", of(id));
    object.put("name", of(head.name() == null ? id : head.name()));
    object.put("if", condition(head.condition()));
    return object;
  }

  private Value needs(Template source) {
    List<Value> needs = new ArrayList<>();
    switch (member(source, "needs")) {
      case Template.Sequence sequence -> sequence.items().forEach(item -> needs.add(of(item)));
      case Template.Literal one -> needs.add(of(one));
      case null -> {}
      case Template.Computed computed -> {}
      case Template.Mapping mapping -> {}
      case Template.Insert insert -> {}
    }
    return Value.array(needs);
  }

  private Value condition(Job.Condition condition) {
    Map<String, Value> object = new LinkedHashMap<>();
    object.put("type", Value.of(3));
    if (places && !condition.source().equals("success()")) {
      place(object, condition.span());
    }
    object.put("expr", Value.of(condition.expression().source()));
    return Value.object(object);
  }

  private Value steps(List<Step> steps) {
    List<Value> values = new ArrayList<>();
    for (Step step : steps) {
      values.add(step(step));
    }
    return Value.array(values);
  }

  private Value step(Step step) {
    Map<String, Value> object = new LinkedHashMap<>();
    object.put("id", Value.of(step.id()));
    put(object, "name", step.name());
    switch (step.action()) {
      case Step.Action.Run run -> {
        work(object, step);
        put(object, "working-directory", run.workingDirectory());
        put(object, "shell", run.shell());
        put(object, "run", run.script());
      }
      case Step.Action.Uses uses -> {
        work(object, step);
        put(object, "uses", uses.uses());
        put(object, "with", uses.with());
      }
      case Step.Action.Wait wait -> {
        object.putIfAbsent("name", Value.of("Wait"));
        List<Value> ids = new ArrayList<>();
        wait.ids().forEach(id -> ids.add(Value.of(id)));
        object.put("wait", Value.array(ids));
      }
      case Step.Action.WaitAll all -> {
        object.putIfAbsent("name", Value.of("Wait for all"));
        object.put("wait-all", Value.of(true));
      }
      case Step.Action.Cancel cancel -> {
        object.putIfAbsent("name", Value.of("Cancel"));
        object.put("cancel", Value.of(cancel.id()));
      }
      case Step.Action.Parallel parallel -> object.put("parallel", steps(parallel.steps()));
    }
    return Value.object(object);
  }

  private void work(Map<String, Value> object, Step step) {
    object.put("if", condition(step.condition()));
    put(object, "env", step.settings().env());
    put(object, "continue-on-error", step.settings().continueOnError());
    put(object, "timeout-minutes", step.settings().timeoutMinutes());
    if (step.background()) {
      object.put("background", Value.of(true));
    }
  }

  private Value of(Template template) {
    return switch (template) {
      case Template.Literal literal -> literal(literal);
      case Template.Computed computed ->
          token(3, computed.span(), "expr", Value.of(computed.expression().source()));
      case Template.Insert insert -> token(4, insert.span(), "directive", Value.of("insert"));
      case Template.Sequence sequence -> {
        List<Value> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(of(item)));
        yield token(1, sequence.span(), "seq", Value.array(items));
      }
      case Template.Mapping mapping -> {
        List<Value> entries = new ArrayList<>();
        for (Template.Entry entry : mapping.entries()) {
          entries.add(Value.object(Map.of("Key", of(entry.key()), "Value", of(entry.value()))));
        }
        yield token(2, mapping.span(), "map", Value.array(entries));
      }
    };
  }

  private Value literal(Template.Literal literal) {
    Value value = literal.value();
    Value shown =
        value instanceof Value.NumberValue(double number) && !Double.isFinite(number)
            ? Value.of(value.asString())
            : value;
    if (!places) {
      return shown;
    }
    return switch (value) {
      case Value.BooleanValue truth -> token(5, literal.span(), "bool", shown);
      case Value.NumberValue number -> token(6, literal.span(), "num", shown);
      case Value.NullValue nothing -> token(7, literal.span(), "", shown);
      default -> token(0, literal.span(), "lit", shown);
    };
  }

  private Value token(int type, SourceSpan span, String key, Value value) {
    Map<String, Value> object = new LinkedHashMap<>();
    object.put("type", Value.of(type));
    if (places) {
      place(object, span);
    }
    if (!key.isEmpty()) {
      object.put(key, value);
    }
    return Value.object(object);
  }

  private void place(Map<String, Value> object, SourceSpan span) {
    if (!files.contains(span.file())) {
      files.add(span.file());
    }
    object.put("file", Value.of(files.indexOf(span.file()) + 1));
    object.put("line", Value.of(span.line()));
    object.put("col", Value.of(span.column()));
  }
}
