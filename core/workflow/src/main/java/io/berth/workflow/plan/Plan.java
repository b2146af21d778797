// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.workflow.Workflow;
import java.util.List;
import java.util.Map;

/// The legs of the jobs of a workflow, as far as they can be known before it runs.
///
/// @param jobs its jobs in the order of the file
public record Plan(List<PlannedJob> jobs) {

  public Plan {
    jobs = List.copyOf(jobs);
  }

  /// Plans a workflow.
  ///
  /// @param called the local workflows that it calls, by the text of `uses`
  /// @param github the `github` context
  /// @param inputs the `inputs` context
  /// @param vars the `vars` context
  public static Plan of(
      Workflow workflow, Map<String, Workflow> called, Value github, Value inputs, Value vars) {
    return new Plan(
        new Planner(called, github, vars).jobs(workflow, new Foreseen.Known(inputs), 0));
  }

  /// Something that is computed.
  public sealed interface Foreseen {

    /// It can be computed now.
    ///
    /// @param value its value
    record Known(Value value) implements Foreseen {}

    /// It depends on what other jobs give, and is computed when the run reaches it.
    ///
    /// @param source the characters in the file
    record Late(String source) implements Foreseen {}

    /// It can never be computed.
    ///
    /// @param errors all that is wrong with it
    record Wrong(List<BerthError> errors) implements Foreseen {
      public Wrong {
        errors = List.copyOf(errors);
      }
    }
  }

  /// A job.
  ///
  /// @param id its key
  /// @param matrix null, or why its legs are not known
  /// @param legs its legs, none while they are not known
  public record PlannedJob(String id, Foreseen matrix, List<PlannedLeg> legs) {
    public PlannedJob {
      legs = List.copyOf(legs);
    }
  }

  /// A leg of a job; a job without a matrix has one.
  ///
  /// @param id its id, that of the job with the values of its vectors behind it
  /// @param matrix its values, or null
  /// @param labels the labels of `runs-on`: an array of texts when known
  /// @param jobs the jobs of the workflow that it calls
  public record PlannedLeg(String id, Value matrix, Foreseen labels, List<PlannedJob> jobs) {
    public PlannedLeg {
      jobs = List.copyOf(jobs);
    }
  }
}
