// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import io.berth.workflow.ActionManifest;
import io.berth.workflow.ActionRuns;
import io.berth.workflow.Step;
import io.berth.workflow.Template;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a manifest says, as texts by path, from the model and from plain YAML: two readings that
/// have nothing in common, to be compared.
final class ManifestFacts {

  private final SortedMap<String, String> facts = new TreeMap<>();

  private ManifestFacts() {}

  /// Returns what the model says.
  static SortedMap<String, String> of(ActionManifest manifest) {
    var facts = new ManifestFacts();
    facts.put("name", manifest.name());
    facts.put("description", manifest.description());
    manifest
        .inputs()
        .forEach(
            (name, input) -> {
              facts.put("inputs." + name, source(input.byDefault()));
              facts.put("deprecated." + name, input.deprecation());
              facts.put("required." + name, input.required() ? "true" : null);
            });
    manifest
        .outputs()
        .forEach((name, output) -> facts.put("outputs." + name, source(output.value())));
    facts.runs(manifest.runs());
    return facts.facts;
  }

  private void runs(ActionRuns runs) {
    switch (runs) {
      case ActionRuns.JavaScript(var node, var main, var pre, var post, _) -> {
        put("using", "node" + node.major());
        put("main", main);
        hook("pre", "pre-if", pre);
        hook("post", "post-if", post);
      }
      case ActionRuns.Docker(
              var image,
              var entrypoint,
              var args,
              var env,
              var pre,
              var post,
              _) -> {
        put("using", "docker");
        put(
            "image",
            switch (image) {
              case ActionRuns.Image.Built(var dockerfile) -> dockerfile;
              case ActionRuns.Image.Pulled(var reference) -> "docker://" + reference;
            });
        put("entrypoint", entrypoint);
        if (args instanceof Template.Sequence sequence) {
          list("args", sequence.items().stream().map(ManifestFacts::source).toList());
        }
        entries("env", env);
        hook("pre-entrypoint", "pre-if", pre);
        hook("post-entrypoint", "post-if", post);
      }
      case ActionRuns.Composite(var steps, _) -> {
        put("using", "composite");
        for (int i = 0; i < steps.size(); i++) {
          step("steps." + i + ".", steps.get(i));
        }
      }
      case ActionRuns.Plugin(var name, _) -> put("plugin", name);
    }
  }

  private void hook(String program, String condition, ActionRuns.@Nullable Hook hook) {
    if (hook != null) {
      put(program, hook.program());
      put(condition, hook.condition().source());
    }
  }

  private void step(String path, Step step) {
    put(path + "id", step.id().startsWith("__") ? null : step.id());
    put(path + "name", step.name() == null ? null : source(step.name()));
    put(path + "if", step.condition().source());
    entries(path + "env", step.settings().env());
    if (step.action() instanceof Step.Action.Run(var script, var shell, _)) {
      put(path + "run", source(script));
      put(path + "shell", source(shell));
    } else if (step.action() instanceof Step.Action.Uses(var uses, var with)) {
      put(path + "uses", source(uses));
      entries(path + "with", with);
    }
  }

  private void entries(String path, @Nullable Template template) {
    if (template instanceof Template.Mapping mapping) {
      for (var entry : mapping.entries()) {
        put(path + "." + source(entry.key()), source(entry.value()));
      }
    }
  }

  private static String source(@Nullable Template template) {
    return switch (template) {
      case null -> "";
      case Template.Literal(_, var source, _) when source.contains("${{") -> source;
      case Template.Literal literal -> literal.value().asString();
      case Template.Computed computed -> computed.source();
      case Template.Sequence _, Template.Mapping _, Template.Insert _ -> "?";
    };
  }

  /// Returns what plain YAML says.
  static SortedMap<String, String> of(@Nullable Object yaml) {
    var facts = new ManifestFacts();
    var action = map(yaml);
    facts.put("name", text(action.get("name")));
    facts.put("description", text(action.get("description")));
    map(action.get("inputs"))
        .forEach(
            (name, value) -> {
              var input = map(value);
              facts.put("inputs." + name, text(input.get("default")));
              facts.put("deprecated." + name, optional(input.get("deprecationMessage")));
              facts.put(
                  "required." + name, text(input.get("required")).equals("true") ? "true" : null);
            });
    map(action.get("outputs"))
        .forEach((name, output) -> facts.put("outputs." + name, text(map(output).get("value"))));
    facts.plainRuns(map(action.get("runs")));
    return facts.facts;
  }

  private void plainRuns(Map<?, ?> runs) {
    put("using", optional(runs.get("using")) == null ? null : lower(runs.get("using")));
    for (var key : List.of("plugin", "main", "image", "entrypoint")) {
      put(key, optional(runs.get(key)));
    }
    for (var time : List.of("pre", "post")) {
      for (var program : List.of(time, time + "-entrypoint")) {
        if (runs.containsKey(program)) {
          put(program, text(runs.get(program)));
          put(time + "-if", optionalOr(runs.get(time + "-if"), "always()"));
        }
      }
    }
    if (runs.get("args") instanceof List<?> args) {
      list("args", args.stream().map(ManifestFacts::text).toList());
    }
    map(runs.get("env")).forEach((name, value) -> put("env." + name, text(value)));
    if (runs.get("steps") instanceof List<?> steps) {
      for (int i = 0; i < steps.size(); i++) {
        plainStep("steps." + i + ".", map(steps.get(i)));
      }
    }
  }

  private void plainStep(String path, Map<?, ?> step) {
    for (var key : List.of("id", "name", "run", "shell", "uses")) {
      put(path + key, optional(step.get(key)));
    }
    put(path + "if", optionalOr(step.get("if"), "success()"));
    for (var key : List.of("env", "with")) {
      map(step.get(key)).forEach((name, value) -> put(path + key + "." + name, text(value)));
    }
  }

  private static Map<?, ?> map(@Nullable Object yaml) {
    return yaml instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String lower(@Nullable Object yaml) {
    return text(yaml).toLowerCase(Locale.ROOT);
  }

  private static String text(@Nullable Object yaml) {
    return yaml == null ? "" : yaml.toString();
  }

  private static @Nullable String optional(@Nullable Object yaml) {
    return yaml == null ? null : yaml.toString();
  }

  private static String optionalOr(@Nullable Object yaml, String absent) {
    return yaml == null ? absent : yaml.toString();
  }

  private void list(String path, List<String> items) {
    for (int i = 0; i < items.size(); i++) {
      put(path + "." + i, items.get(i));
    }
  }

  private void put(String path, @Nullable String value) {
    if (value != null) {
      facts.put(path, value);
    }
  }
}
