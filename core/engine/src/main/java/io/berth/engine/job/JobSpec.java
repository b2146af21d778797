// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.JobKey;
import io.berth.expressions.Value;
import io.berth.workflow.Job;
import io.berth.workflow.Workflow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One job, ready to run: all that its steps may know of the world around it.
///
/// @param key its name within the run
/// @param workflow the file that it stands in
/// @param job what the file says about it
/// @param contexts `github`, `needs`, `strategy`, `matrix`, `inputs`, `vars` and `secrets`, by
///     their names in lower case, raw; `job` may hold what is known before it runs
/// @param env variables that were configured outside the workflow; all others win over them
public record JobSpec(
    JobKey key,
    Workflow workflow,
    Job.Steps job,
    Map<String, Value.ObjectValue> contexts,
    Map<String, String> env) {

  public JobSpec {
    contexts = Map.copyOf(contexts);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
  }
}
