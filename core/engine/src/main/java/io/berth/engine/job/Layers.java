// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.JobSpec;
import io.berth.expressions.Value;
import io.berth.spi.ContainerSpec;
import io.berth.spi.JobPlan;
import io.berth.spi.Resources;
import io.berth.workflow.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The layers that a job needs of its backend.
final class Layers {

  private Layers() {}

  static JobPlan plan(JobSpec spec, @Nullable Fetched fetched, Evaluator evaluator) {
    var layers = spec.job().layers();
    Template container = layers.container();
    return new JobPlan(
        workspaceName(evaluator),
        container == null ? null : container(spec, "", container, evaluator.value(container)),
        services(spec, layers.services(), evaluator),
        StepContainers.of(spec, fetched),
        Resources.ANY);
  }

  private static List<ContainerSpec> services(
      JobSpec spec, @Nullable Template services, Evaluator evaluator) {
    List<ContainerSpec> specs = new ArrayList<>();
    if (services != null && evaluator.value(services) instanceof Value.ObjectValue object) {
      for (Map.Entry<String, Value> service : object.members().entrySet()) {
        ContainerSpec one = container(spec, service.getKey(), services, service.getValue());
        if (one != null) {
          specs.add(one);
        }
      }
    }
    return specs;
  }

  /// Returns what is asked for, or `null` if the image is empty: then nothing is.
  private static @Nullable ContainerSpec container(
      JobSpec spec, String name, Template place, Value value) {
    Value.ObjectValue object =
        value instanceof Value.ObjectValue given
            ? given
            : Value.object(Map.of("image", Value.of(value.asString())));
    String image = object.member("image").map(Value::asString).orElse("");
    if (image.isBlank()) {
      return null;
    }
    return new ContainerSpec(
        spec.info().key() + (name.isEmpty() ? "" : "." + name),
        name,
        image,
        null,
        texts(object),
        object.member("options").map(Value::asString).orElse(""),
        list(object, "ports"),
        list(object, "volumes"),
        place.span());
  }

  private static Map<String, String> texts(Value.ObjectValue object) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (object.member("env").orElse(Value.NULL) instanceof Value.ObjectValue env) {
      env.members().forEach((name, value) -> texts.put(name, value.asString()));
    }
    return texts;
  }

  private static List<String> list(Value.ObjectValue object, String name) {
    List<String> texts = new ArrayList<>();
    if (object.member(name).orElse(Value.NULL) instanceof Value.ArrayValue array) {
      array.items().forEach(item -> texts.add(item.asString()));
    }
    return texts;
  }

  /// The workspace is called like the repository, as on GitHub.
  private static String workspaceName(Evaluator evaluator) {
    String repository =
        evaluator.contexts().context("github").orElse(Value.NULL)
                instanceof Value.ObjectValue github
            ? github.member("repository").map(Value::asString).orElse("")
            : "";
    var name = new StringBuilder();
    String last = repository.substring(repository.lastIndexOf('/') + 1);
    for (int i = 0; i < last.length() && name.length() < 100; i++) {
      char c = last.charAt(i);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-');
      name.append(plain ? c : '-');
    }
    String result = name.toString();
    return result.isEmpty() || result.equals(".") || result.equals("..") ? "workspace" : result;
  }
}
