// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import io.berth.model.BerthError;
import io.berth.model.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a backend says to a plan, before anything is made.
public sealed interface PlanVerdict {

  /// Returns the verdict of a backend that has whatever is not unmet.
  static PlanVerdict of(List<Unmet> unmet) {
    return unmet.isEmpty() ? new Accepted(Resources.ANY, List.of()) : new Refused(unmet);
  }

  /// The plan can be carried out now or later.
  ///
  /// @param granted the size that the job would get
  /// @param notices what the reader of the job's log should know, one sentence each
  record Accepted(Resources granted, List<String> notices) implements PlanVerdict {

    public Accepted {
      notices = List.copyOf(notices);
    }
  }

  /// The plan can never be carried out here.
  ///
  /// @param unmet everything that is missing, at least one
  record Refused(List<Unmet> unmet) implements PlanVerdict {

    public Refused {
      unmet = List.copyOf(unmet);
      if (unmet.isEmpty()) {
        throw new IllegalArgumentException("refused without a reason");
      }
    }

    /// Returns the errors to show, in the order of the plan.
    public List<BerthError> errors() {
      List<BerthError> errors = new ArrayList<>();
      for (Unmet one : unmet) {
        errors.add(one.error());
      }
      return errors;
    }
  }

  /// A need that cannot be met.
  ///
  /// @param layer the layer that is missing, or `null` if it is about size
  /// @param error what to tell, with the line of the workflow
  record Unmet(@Nullable Layer layer, BerthError error) {

    static List<Unmet> of(JobPlan plan, Capabilities capabilities, String backend) {
      List<Unmet> unmet = new ArrayList<>();
      ContainerSpec job = plan.jobContainer();
      if (job != null) {
        check(Layer.JOB_CONTAINER, job.where(), capabilities, backend, unmet);
      }
      for (ContainerSpec service : plan.services()) {
        check(Layer.SERVICE, service.where(), capabilities, backend, unmet);
      }
      for (SourceSpan where : plan.steps().containers()) {
        check(Layer.STEP_CONTAINER, where, capabilities, backend, unmet);
      }
      for (SourceSpan where : plan.steps().builds()) {
        check(Layer.IMAGE_BUILD, where, capabilities, backend, unmet);
      }
      return List.copyOf(unmet);
    }

    private static void check(
        Layer layer,
        @Nullable SourceSpan where,
        Capabilities capabilities,
        String backend,
        List<Unmet> unmet) {
      if (capabilities.realisation(layer) == Layer.Realisation.UNSUPPORTED) {
        unmet.add(new Unmet(layer, LayerUnsupported.error(layer, backend, where)));
      }
    }
  }
}
