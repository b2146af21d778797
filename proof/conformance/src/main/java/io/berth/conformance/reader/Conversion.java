// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.reader;

import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.SourceSpan;
import io.berth.workflow.Diagnostic;
import io.berth.workflow.Dialect;
import io.berth.workflow.Job;
import io.berth.workflow.Limits;
import io.berth.workflow.Permissions;
import io.berth.workflow.Template;
import io.berth.workflow.Triggers;
import io.berth.workflow.Workflow;
import io.berth.workflow.WorkflowReader;
import io.berth.workflow.WorkflowReader.Reading;
import io.berth.workflow.plan.CallInputs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the workflow of a case and those it calls, and turns them into the JSON of the suite.
final class Conversion {

  private static final int DEPTH = 4;

  private final ReaderCase read;
  private final List<String> messages = new ArrayList<>();
  private final TemplateJson json;
  private final Permissions defaults;
  private long size;
  private int jobs;

  Conversion(ReaderCase read) {
    this.read = read;
    this.json = new TemplateJson(read.options().includesSource());
    String policy = read.options().values().getOrDefault("permissions-policy", "LimitedRead");
    this.defaults = policy.equals("Write") ? Permissions.WRITE_ALL : Permissions.LIMITED;
  }

  /// What a workflow inherits from the job that calls it.
  ///
  /// @param allowed the most it may ask for
  /// @param explicit what its jobs have, or `null` if nobody said
  /// @param depth how many calls lead to it
  private record Caller(Permissions allowed, @Nullable Permissions explicit, int depth) {}

  /// Returns the messages of all errors, in the words of GitHub's readers.
  List<String> messages() {
    return messages;
  }

  /// Returns the JSON of the workflow, or null if it has errors.
  Value convert() {
    String file = ".github/workflows/" + read.name();
    Reading reading = reading(file, read.workflow(), message -> message);
    Workflow workflow = reading.workflow();
    Template template = reading.template();
    if (workflow == null || template == null) {
      return Value.NULL;
    }
    size += TemplateSize.of(template);
    Map<String, Value> root = new LinkedHashMap<>();
    if (read.options().isForEditors()) {
      root.put("events", EventsJson.of(workflow.triggers()));
    } else if (!workflow.triggers().dispatchInputs().isEmpty()) {
      root.put("input-types", inputTypes(workflow.triggers()));
    }
    Permissions permissions = Permissions.of(workflow.settings().permissions());
    TemplateJson.put(root, "permissions", permissions);
    for (String key : List.of("env", "defaults", "concurrency")) {
      json.put(root, key, TemplateJson.member(template, key));
    }
    Permissions allowed = permissions == null ? defaults : permissions;
    root.put("jobs", jobs(workflow, template, new Caller(allowed, permissions, 0)));
    int most = read.options().number("max-job-limit", Integer.MAX_VALUE);
    if (jobs > most) {
      messages.add("The workflow may not contain more than " + most + " jobs");
    }
    if (read.options().includesSource()) {
      root.put("file-table", json.fileTable());
    }
    return Value.object(root);
  }

  private Reading reading(
      String file, String text, java.util.function.UnaryOperator<String> wording) {
    Limits usual = Limits.DEFAULT;
    Limits limits =
        new Limits(
            read.options().number("max-file-size", usual.fileSize()),
            read.options().number("max-depth", usual.depth()),
            usual.nodes(),
            usual.diagnostics());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean editors = read.options().isForEditors();
    Reading reading =
        editors
            ? WorkflowReader.check(file, bytes, Dialect.GITHUB)
            : WorkflowReader.read(file, bytes, Dialect.GITHUB, limits);
    for (Diagnostic found : reading.diagnostics()) {
      String reference = found.reference();
      if (editors && reference != null) {
        messages.add(wording.apply(reference));
      } else if (!editors && found.isError()) {
        messages.add(wording.apply(reference == null ? found.error().problem() : reference));
      }
    }
    return reading;
  }

  private static Value inputTypes(Triggers triggers) {
    Map<String, Value> types = new LinkedHashMap<>();
    triggers.dispatchInputs().forEach((name, input) -> types.put(name, Value.of(input.type())));
    return Value.object(types);
  }

  private Value jobs(Workflow workflow, Template template, Caller caller) {
    List<Value> all = new ArrayList<>();
    for (Job job : workflow.jobs().values()) {
      jobs++;
      Template source = TemplateJson.member(template, "jobs", job.head().id());
      if (source != null) {
        all.add(job(job, source, caller));
      }
    }
    return Value.array(all);
  }

  private Value job(Job job, Template source, Caller caller) {
    Permissions own = Permissions.of(TemplateJson.member(source, "permissions"));
    Permissions explicit = own == null ? caller.explicit() : own;
    return switch (job) {
      case Job.Steps steps -> json.steps(steps, source, explicit);
      case Job.Call call -> {
        Permissions allowed = own == null ? caller.allowed() : own;
        yield call(call, source, new Caller(allowed, explicit, caller.depth() + 1));
      }
    };
  }

  private Value call(Job.Call call, Template source, Caller caller) {
    Map<String, Value> members = json.call(call, source);
    String uses = call.uses().source();
    String text = read.called().get(uses);
    int depth = read.options().number("max-nested-reusable-workflows-depth", DEPTH);
    if (caller.depth() > depth) {
      messages.add("Nested reusable workflow depth exceeded " + depth + ".");
      return Value.object(members);
    }
    Reading reading = text == null ? null : called(call, text);
    Permissions explicit = caller.explicit();
    if (reading != null && reading.workflow() != null && reading.template() != null) {
      Workflow workflow = reading.workflow();
      checkCall(call, workflow, caller);
      json.declared(members, reading.template());
      Permissions own = Permissions.of(workflow.settings().permissions());
      explicit = own == null ? explicit : own;
      Caller inside = new Caller(own == null ? caller.allowed() : own, explicit, caller.depth());
      members.put("jobs", jobs(workflow, reading.template(), inside));
    }
    TemplateJson.put(members, "permissions", explicit);
    return Value.object(members);
  }

  private Reading called(Job.Call call, String text) {
    String uses = call.uses().source();
    String prefix = "In " + place(call.uses().span()) + ": Error from called workflow ";
    Reading reading = reading(uses, text, message -> prefix + message);
    if (reading.template() != null) {
      size += TemplateSize.of(reading.template());
      if (size > read.options().number("max-result-size", Integer.MAX_VALUE)) {
        messages.add(prefix + uses + ": Maximum object size exceeded");
      }
    }
    return reading;
  }

  private void checkCall(Job.Call call, Workflow workflow, Caller caller) {
    Triggers.Call declared = workflow.triggers().call();
    if (declared != null) {
      CallInputs.check(declared, call).forEach(this::add);
    }
    Permissions asked = Permissions.of(workflow.settings().permissions());
    if (asked != null) {
      String asking = "The workflow '" + call.uses().source() + "'";
      add(caller.allowed().refusal(call, asking, asked));
    }
    for (Job job : workflow.jobs().values()) {
      Permissions own = Permissions.of(permissions(job));
      if (own != null) {
        String asking = "The nested job '" + name(job) + "'";
        add(caller.allowed().refusal(call, asking, own));
      }
    }
  }

  private static @Nullable Template permissions(Job job) {
    return switch (job) {
      case Job.Steps steps -> steps.settings().permissions();
      case Job.Call call -> call.permissions();
    };
  }

  private static String name(Job job) {
    return job.head().name() instanceof Template.Literal name
        ? name.value().asString()
        : job.head().id();
  }

  private void add(@Nullable BerthError error) {
    if (error != null) {
      SourceSpan where = error.where();
      messages.add(where == null ? error.problem() : place(where) + ": " + error.problem());
    }
  }

  private static String place(SourceSpan where) {
    return where.file() + " (Line: " + where.line() + ", Col: " + where.column() + ")";
  }
}
