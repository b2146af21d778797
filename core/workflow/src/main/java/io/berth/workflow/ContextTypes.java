// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.workflow.Type.Plain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the contexts hold that do not depend on the workflow.
final class ContextTypes {

  private static final Type RUNNER =
      texts("name os arch temp tool_cache debug environment workspace");

  private static final Type STRATEGY =
      Type.exactly(
          Map.of(
              "fail-fast",
              Plain.TRUTH,
              "job-index",
              Plain.NUMERIC,
              "job-total",
              Plain.NUMERIC,
              "max-parallel",
              Plain.NUMERIC));

  private static final Type JOB = job();

  private ContextTypes() {}

  /// Returns what `github` holds.
  ///
  /// @param inputs the inputs of `workflow_dispatch`, which are texts in `github.event.inputs`
  static Type github(Map<String, Type> inputs) {
    Map<String, Type> members =
        named(
            "action action_path action_ref action_repository action_status actor actor_id api_url"
                + " base_ref env event_name event_path graphql_url head_ref job job_workflow_sha"
                + " output path ref ref_name ref_type repository repository_id repository_owner"
                + " repository_owner_id repositoryurl run_id run_number run_attempt"
                + " secret_source server_url sha state step_summary token triggering_actor"
                + " workflow workflow_ref workflow_sha workspace artifact_cache_size_limit");
    members.put("ref_protected", Plain.TRUTH);
    members.put("retention_days", Plain.NUMERIC);
    Map<String, Type> texts = new LinkedHashMap<>();
    inputs.keySet().forEach(name -> texts.put(name, Plain.TEXT));
    Map<String, Type> event = new LinkedHashMap<>();
    if (!texts.isEmpty()) {
      event.put("inputs", Type.exactly(texts));
    }
    members.put("event", new Type.Members(event, Plain.ANY));
    return Type.exactly(members);
  }

  /// Returns what a context holds whatever the workflow, or any value if it is another one.
  static Type of(String context) {
    return switch (context) {
      case "runner" -> RUNNER;
      case "strategy" -> STRATEGY;
      case "job" -> JOB;
      case "env", "vars" -> Type.open(Plain.TEXT);
      case "secrets" -> Type.open(Plain.TEXT);
      default -> Plain.ANY;
    };
  }

  private static Type job() {
    Map<String, Type> members =
        named("status workflow_ref workflow_sha workflow_repository workflow_file_path");
    members.put("check_run_id", Plain.NUMERIC);
    members.put("container", texts("id network"));
    Map<String, Type> service = named("id network");
    service.put("ports", Type.open(Plain.TEXT));
    members.put("services", Type.open(Type.exactly(service)));
    return Type.exactly(members);
  }

  private static Type texts(String names) {
    return Type.exactly(named(names));
  }

  private static Map<String, Type> named(String names) {
    Map<String, Type> members = new LinkedHashMap<>();
    for (String name : List.of(names.split(" ", -1))) {
      members.put(name, Plain.TEXT);
    }
    return members;
  }
}
