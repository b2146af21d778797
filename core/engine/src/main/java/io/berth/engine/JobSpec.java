// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Value;
import io.berth.workflow.Job;
import io.berth.workflow.Workflow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One job, ready to be executed: nothing in it is about other jobs any more. A run makes it from
/// its plan; a forge's assignment makes the same.
///
/// @param info what it is
/// @param workflow the file it stands in: its `env` and `defaults` are the job's too
/// @param job what it does
/// @param contexts the contexts that stay the same while it runs, by name in lower case: `github`
///     (also under the names of the dialect), `inputs`, `vars`, `needs`, `strategy`, `matrix`
/// @param secrets the `secrets` context
/// @param labels the labels of `runs-on`
/// @param failureAllowed `continue-on-error`: whether the run goes on as if it had succeeded
public record JobSpec(
    Event.JobInfo info,
    Workflow workflow,
    Job.Steps job,
    Map<String, Value> contexts,
    Secrets secrets,
    List<String> labels,
    boolean failureAllowed) {

  public JobSpec {
    contexts = Collections.unmodifiableMap(new LinkedHashMap<>(contexts));
    labels = List.copyOf(labels);
  }

  /// Prints only which job it is: contexts and secrets hold what nobody may read.
  @Override
  public String toString() {
    return "JobSpec[" + info.key() + "]";
  }
}
