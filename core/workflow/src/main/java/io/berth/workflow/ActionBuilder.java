// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Expression;
import io.berth.expressions.Names;
import io.berth.model.SourceSpan;
import io.berth.workflow.ActionManifest.Input;
import io.berth.workflow.ActionManifest.Output;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the model of an action from a template in which no error was found.
final class ActionBuilder {

  private static final String DOCKER = "docker://";
  private static final String ALWAYS = "always()";
  private static final Names STATUS = new Names(Set.of(), Map.of("always", new Names.Arity(0, 0)));

  private ActionBuilder() {}

  static ActionManifest build(String file, Template template) {
    Members action = Members.of(template);
    return new ActionManifest(
        file,
        text(action, "name"),
        text(action, "description"),
        inputs(action.in("inputs")),
        outputs(action.in("outputs")),
        runs(action.in("runs")));
  }

  private static Map<String, Input> inputs(Members declared) {
    Map<String, Input> inputs = new LinkedHashMap<>();
    declared
        .entries()
        .forEach(
            (name, entry) -> {
              Members input = Members.of(entry.value());
              boolean required =
                  input.isTrue("required") || text(input, "required").equalsIgnoreCase("true");
              inputs.put(
                  name,
                  new Input(
                      text(input, "description"),
                      required,
                      input.get("default"),
                      input.text("deprecationMessage"),
                      entry.key().span()));
            });
    return inputs;
  }

  private static Map<String, Output> outputs(Members declared) {
    Map<String, Output> outputs = new LinkedHashMap<>();
    declared
        .entries()
        .forEach(
            (name, entry) -> {
              Members output = Members.of(entry.value());
              String description = text(output, "description");
              outputs.put(name, new Output(description, output.get("value"), entry.key().span()));
            });
    return outputs;
  }

  private static ActionRuns runs(Members runs) {
    String using = ActionCheck.using(runs);
    return switch (using) {
      case null -> new ActionRuns.Plugin(text(runs, "plugin"), runs.span());
      case "composite" -> new ActionRuns.Composite(StepBuilder.all(runs.get("steps")), runs.span());
      case "docker" ->
          new ActionRuns.Docker(
              image(text(runs, "image")),
              runs.text("entrypoint"),
              runs.get("args"),
              runs.get("env"),
              hook(runs, "pre-entrypoint", "pre-if"),
              hook(runs, "post-entrypoint", "post-if"),
              runs.span());
      case String node ->
          new ActionRuns.JavaScript(
              ActionRuns.Node.valueOf(node.toUpperCase(Locale.ROOT)),
              text(runs, "main"),
              hook(runs, "pre", "pre-if"),
              hook(runs, "post", "post-if"),
              runs.span());
    };
  }

  private static ActionRuns.Image image(String image) {
    return image.regionMatches(true, 0, DOCKER, 0, DOCKER.length())
        ? new ActionRuns.Image.Pulled(image.substring(DOCKER.length()))
        : new ActionRuns.Image.Built(image);
  }

  private static ActionRuns.@Nullable Hook hook(Members runs, String program, String condition) {
    String file = runs.text(program);
    return file == null
        ? null
        : new ActionRuns.Hook(file, condition(runs.get(condition), runs.keySpan(program)));
  }

  private static Job.Condition condition(@Nullable Template template, SourceSpan owner) {
    boolean given = template instanceof Template.Computed computed && !computed.source().isBlank();
    return given
        ? JobBuilder.condition(template, owner)
        : new Job.Condition(Expression.parse(ALWAYS, STATUS), ALWAYS, owner);
  }

  private static String text(Members members, String key) {
    String text = members.text(key);
    return text == null ? "" : text;
  }
}
