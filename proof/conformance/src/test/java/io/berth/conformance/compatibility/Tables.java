// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.compatibility;

import io.berth.workflow.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What the program itself lists of the language. The tables are not for other modules: they are
/// read past that here.
final class Tables {

  /// The definitions of the schema that are sections of the page.
  static final Map<String, String> SECTIONS = sections();

  private Tables() {}

  private static Map<String, String> sections() {
    Map<String, String> sections = new LinkedHashMap<>();
    for (var line :
        """
        Workflow = workflow
        defaults = workflow-defaults
        defaults.run = workflow-run-defaults
        concurrency = concurrency
        on = events
        on.<event> = event-filters-mapping
        on.workflow_run = workflow-run-mapping
        on.repository_dispatch = repository-dispatch-mapping
        on.image_version = image-version-mapping
        on.schedule[*] = cron
        on.workflow_call = workflow-call-mapping
        on.workflow_call.inputs.<name> = call-input
        on.workflow_call.secrets.<name> = call-definition-secret-mapping
        on.workflow_call.outputs.<name> = call-output
        on.workflow_dispatch = workflow-dispatch-mapping
        on.workflow_dispatch.inputs.<name> = dispatch-input-mapping
        permissions = permission-mapping
        jobs.<id> = steps-job
        jobs.<id> that calls a workflow = calling-job
        jobs.<id>.runs-on = runs-on-group
        jobs.<id>.strategy = strategy
        jobs.<id>.strategy.matrix = matrix
        jobs.<id>.defaults = job-defaults
        jobs.<id>.defaults.run = job-run-defaults
        jobs.<id>.environment = environment-mapping
        jobs.<id>.snapshot = snapshot-mapping
        jobs.<id>.container = container-mapping
        jobs.<id>.services.<name> = service-mapping
        credentials = credentials
        steps[*] with run = run-step
        steps[*] with uses = uses-step
        steps[*] with wait = wait-step
        steps[*] with wait-all = wait-all-step
        steps[*] with cancel = cancel-step
        steps[*] with parallel = parallel-step
        Action = action
        Action: inputs.<name> = action-input-mapping
        Action: outputs.<name> = action-output-mapping
        Action: runs = action-runs
        Action: runs.steps[*] with run = composite-run-step
        Action: runs.steps[*] with uses = composite-uses-step
        """
            .lines()
            .toList()) {
      var equals = line.indexOf(" = ");
      sections.put(line.substring(0, equals), line.substring(equals + 3));
    }
    return sections;
  }

  /// Returns the keys of every mapping of the schemas of workflows and actions, by definition.
  static Map<String, Set<String>> keys(Dialect dialect) {
    Map<String, Set<String>> keys = new LinkedHashMap<>();
    List<String> schemas = new ArrayList<>(List.of("GitHubSchema"));
    switch (dialect) {
      case GITHUB -> {}
      case FORGEJO -> schemas.add("ForgejoSchema");
      case GITEA -> schemas.add("GiteaSchema");
    }
    schemas.add("ActionSchema");
    for (var schema : schemas) {
      Set<String> current = new LinkedHashSet<>();
      for (var line : text(schema).lines().toList()) {
        if (!line.startsWith(" ") && !line.isBlank()) {
          var words = line.split(" ", -1);
          if (!words[0].equals("extend")) {
            keys.remove(words[0]);
          }
          current =
              keys.computeIfAbsent(
                  words[0].equals("extend") ? words[1] : words[0], _ -> new LinkedHashSet<>());
        } else if (!line.isBlank() && "*-|=@".indexOf(line.strip().charAt(0)) < 0) {
          var key = line.strip().split(" ", -1)[0];
          current.add(key.endsWith("!") ? key.substring(0, key.length() - 1) : key);
        }
      }
    }
    keys.values().removeIf(Set::isEmpty);
    return keys;
  }

  private static String text(String schema) {
    try {
      var field = Class.forName("io.berth.workflow." + schema).getDeclaredField("TEXT");
      field.setAccessible(true);
      return String.valueOf(field.get(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(schema + " has no text", e);
    }
  }

  /// Returns the names of the functions in lower case: those of every expression, and those that
  /// the schemas name where they may be called.
  static Set<String> functions() {
    var functions = constants("io.berth.expressions.BuiltIn", "name");
    for (var schema : List.of("GitHubSchema", "ForgejoSchema", "GiteaSchema", "ActionSchema")) {
      for (var word : names(schema)) {
        var open = word.indexOf('(');
        if (open > 0) {
          functions.add(word.substring(0, open).toLowerCase(Locale.ROOT));
        }
      }
    }
    return functions;
  }

  /// Returns the names of the contexts that the schemas name, with those that stand beside others.
  static Set<String> contexts() {
    Set<String> contexts = new LinkedHashSet<>();
    for (var schema : List.of("GitHubSchema", "ForgejoSchema", "GiteaSchema", "ActionSchema")) {
      names(schema).stream().filter(word -> word.indexOf('(') < 0).forEach(contexts::add);
      text(schema)
          .lines()
          .filter(line -> line.startsWith("alias "))
          .forEach(
              line ->
                  contexts.addAll(
                      List.of(line.split(" ", -1)).subList(2, line.split(" ", -1).length)));
    }
    return contexts;
  }

  private static Set<String> names(String schema) {
    Set<String> names = new LinkedHashSet<>();
    text(schema)
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("@ "))
        .forEach(line -> names.addAll(List.of(line.substring(2).split(" ", -1))));
    return names;
  }

  /// Returns the words of the workflow commands.
  static Set<String> commands() {
    return constants("io.berth.engine.output.CommandName", "word");
  }

  /// Returns what a method says of each constant of an enumeration, in lower case.
  private static Set<String> constants(String type, String method) {
    Set<String> words = new LinkedHashSet<>();
    try {
      var enumeration = Class.forName(type);
      var word =
          method.equals("name")
              ? Enum.class.getMethod(method)
              : enumeration.getDeclaredMethod(method);
      word.setAccessible(!method.equals("name"));
      for (var constant : enumeration.getEnumConstants()) {
        words.add(String.valueOf(word.invoke(constant)).toLowerCase(Locale.ROOT));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be read", e);
    }
    return words;
  }
}
