// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.expressions.Value;
import io.berth.workflow.Dialect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The variables that every step gets, which no step can override.
final class DefaultVariables {

  /// The members of `github` that become variables, where they are there.
  private static final List<String> EXPORTED =
      List.of(
          "action",
          "action_path",
          "action_ref",
          "action_repository",
          "actor",
          "actor_id",
          "api_url",
          "base_ref",
          "env",
          "event_name",
          "event_path",
          "graphql_url",
          "head_ref",
          "job",
          "output",
          "path",
          "ref",
          "ref_name",
          "ref_protected",
          "ref_type",
          "repository",
          "repository_id",
          "repository_owner",
          "repository_owner_id",
          "retention_days",
          "run_attempt",
          "run_id",
          "run_number",
          "server_url",
          "sha",
          "state",
          "step_summary",
          "triggering_actor",
          "workflow",
          "workflow_ref",
          "workflow_sha",
          "workspace");

  private DefaultVariables() {}

  /// Adds the variables to those of a step.
  static void addTo(
      Map<String, String> env,
      Dialect dialect,
      Value.ObjectValue github,
      Value.ObjectValue runner,
      String trackingId) {
    Map<String, String> exported = new LinkedHashMap<>();
    for (String name : EXPORTED) {
      if (dialect != Dialect.GITHUB && name.equals("graphql_url")) {
        continue;
      }
      github
          .member(name)
          .ifPresent(value -> exported.put(name.toUpperCase(Locale.ROOT), value.asString()));
    }
    for (String prefix : prefixes(dialect)) {
      exported.forEach((name, value) -> env.put(prefix + name, value));
      env.put(prefix + "ACTIONS", "true");
    }
    runner
        .members()
        .forEach(
            (name, value) -> env.put("RUNNER_" + name.toUpperCase(Locale.ROOT), value.asString()));
    env.put("RUNNER_TRACKING_ID", trackingId);
    env.putIfAbsent("CI", "true");
    if (dialect != Dialect.GITHUB) {
      env.put("GITEA_ACTIONS", "true");
      env.put("RUNNER_PERFLOG", "/dev/null");
      addToken(env, dialect, github);
    }
  }

  /// GitHub leaves the token out of the environment; Forgejo and Gitea put it there.
  private static void addToken(Map<String, String> env, Dialect dialect, Value.ObjectValue github) {
    String token = github.member("token").map(Value::asString).orElse("");
    for (String prefix : prefixes(dialect)) {
      env.put(prefix + "TOKEN", token);
    }
  }

  private static List<String> prefixes(Dialect dialect) {
    return switch (dialect) {
      case GITHUB -> List.of("GITHUB_");
      case FORGEJO -> List.of("GITHUB_", "FORGEJO_");
      case GITEA -> List.of("GITHUB_", "GITEA_");
    };
  }
}
