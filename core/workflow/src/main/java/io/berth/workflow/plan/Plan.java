// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.workflow.Workflow;
import java.util.List;
import java.util.Map;

/// What a workflow would do, as far as that can be known before it runs.
///
/// @param file the path of the workflow
/// @param name `name`, or the path
/// @param events what triggers it
/// @param jobs its jobs in the order of the file
public record Plan(String file, String name, List<String> events, List<PlannedJob> jobs) {

  public Plan {
    events = List.copyOf(events);
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
    var name = workflow.names().name();
    return new Plan(
        workflow.file(),
        name == null || name.isEmpty() ? workflow.file() : name,
        List.copyOf(workflow.triggers().events().keySet()),
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
  /// @param line its line
  /// @param needs the ids of the jobs it waits for
  /// @param condition its `if`, or an empty text if it has none
  /// @param uses the workflow that it calls, or an empty text
  /// @param matrix the value of its matrix or null, or why its legs are not known
  /// @param legs its legs, none while they are not known
  public record PlannedJob(
      String id,
      int line,
      List<String> needs,
      String condition,
      String uses,
      Foreseen matrix,
      List<PlannedLeg> legs) {
    public PlannedJob {
      needs = List.copyOf(needs);
      legs = List.copyOf(legs);
    }
  }

  /// A leg of a job; a job without a matrix has one.
  ///
  /// @param id its id, that of the job with the values of its vectors behind it
  /// @param name how it is shown
  /// @param matrix its values, or null
  /// @param labels the labels of `runs-on`: an array of texts when known
  /// @param layers what it needs beside its environment
  /// @param jobs the jobs of the workflow that it calls
  public record PlannedLeg(
      String id,
      Foreseen name,
      Value matrix,
      Foreseen labels,
      List<Layer> layers,
      List<PlannedJob> jobs) {
    public PlannedLeg {
      layers = List.copyOf(layers);
      jobs = List.copyOf(jobs);
    }
  }

  /// Something that a job needs beside its environment.
  ///
  /// @param kind what it is
  /// @param name the name of a service, or an empty text
  /// @param image its image or, of an action, what `uses` says
  /// @param line where it is asked for
  public record Layer(Kind kind, String name, Foreseen image, int line) {

    /// What a layer is.
    public enum Kind {
      /// The container in which the steps run.
      CONTAINER,
      /// A container that runs beside the steps.
      SERVICE,
      /// A container that is a step.
      STEP_CONTAINER,
      /// An action, which may be a container.
      ACTION
    }
  }
}
