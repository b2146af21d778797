// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.workflow;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that must come of a case.
public sealed interface Expected {

  /// The program ends with this status.
  record Exit(int status) implements Expected {}

  /// What the program prints beside the events contains a text.
  record Says(String text) implements Expected {}

  /// The program refuses the workflow for something at a place of a file of the case.
  ///
  /// @param file the path within the repository, or `null` for the workflow of the case
  /// @param text a part of the message
  record Refuses(@Nullable String file, int line, int column, String text) implements Expected {}

  /// Nothing that the program prints contains a text.
  record Nowhere(String text) implements Expected {}

  /// The run has this title.
  record Title(String text) implements Expected {}

  /// A notice of the run contains a text.
  record Notice(String text) implements Expected {}

  /// A job has ended before another began.
  record Before(String first, String then) implements Expected {}

  /// Two jobs never ran at one time.
  record Apart(String one, String other) implements Expected {}

  /// The run has a job of this name, and none that no such line names.
  ///
  /// @param name its display name
  record OfJob(String name, String conclusion, List<JobDetail> details) implements Expected {
    public OfJob {
      details = List.copyOf(details);
    }
  }

  /// One thing about a job.
  sealed interface JobDetail {

    /// All outputs of the job.
    record Outputs(Map<String, String> values) implements JobDetail {}

    /// The values of its matrix, as JSON.
    record Matrix(String json) implements JobDetail {}

    /// The labels that it asks for.
    record Labels(String joined) implements JobDetail {}

    /// Its failure counts as a success.
    record MayFail() implements JobDetail {}

    /// The error of the job, or a remark of its set-up, contains a text.
    record Complaint(String text) implements JobDetail {}

    /// A step of the job.
    ///
    /// @param name its id, its display name or its number among the steps of the workflow
    /// @param exit the status of its process, or `null` if that is not said
    record OfStep(
        String name,
        String outcome,
        String conclusion,
        @Nullable Integer exit,
        List<StepDetail> details)
        implements JobDetail {
      public OfStep {
        details = List.copyOf(details);
      }
    }
  }

  /// One thing about a step.
  sealed interface StepDetail {

    /// All that it printed, line by line.
    record Prints(List<String> lines) implements StepDetail {}

    /// A line that it printed contains a text.
    record Contains(String text) implements StepDetail {}

    /// No line that it printed contains a text.
    record Lacks(String text) implements StepDetail {}

    /// The lines that tell what is run contain a text.
    record Header(String text) implements StepDetail {}

    /// Its display name.
    record Name(String text) implements StepDetail {}

    /// Its summary.
    record Summary(String markdown) implements StepDetail {}

    /// All its annotations, in order.
    record Remarks(List<String> lines) implements StepDetail {}
  }
}
