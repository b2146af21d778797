// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.expressions.Contexts;
import io.berth.expressions.Functions;
import io.berth.expressions.Value;
import io.berth.workflow.Job;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Names the legs of the jobs of one workflow. No two have the same id, whatever its case, and none
/// has the id of another job.
public final class LegNames {

  private final Set<String> taken = new HashSet<>();
  private final Set<String> bare = new HashSet<>();

  /// @param ids the ids of all jobs and of the legs that have one already
  public LegNames(Collection<String> ids) {
    for (String id : ids) {
      taken.add(lookupName(id));
    }
  }

  /// Returns the id of a leg and takes it.
  ///
  /// @param leg the leg, or `null` if the job has no matrix: then it keeps the id of the job
  public String id(String jobId, @Nullable MatrixLeg leg) {
    if (leg == null) {
      return jobId;
    }
    var base = leg.id(jobId);
    if (base.equals(jobId) && bare.add(jobId)) {
      return jobId;
    }
    var id = base;
    for (int i = 2; !taken.add(lookupName(id)); i++) {
      id = base + "_" + i;
    }
    return id;
  }

  /// Returns how a leg is shown. A `name` that asks for the matrix or the place of the leg in it is
  /// taken as it is; to any other the values of the leg are added.
  ///
  /// @param contexts what the `name` may use
  /// @throws io.berth.model.BerthException if it cannot be evaluated
  public static String shown(
      Job.Head job, @Nullable MatrixLeg leg, Contexts contexts, Functions functions) {
    var noting = new NotingContexts(contexts);
    var own =
        job.name() == null ? "" : TemplateEvaluator.value(job.name(), noting, functions).asString();
    if (own.isEmpty()) {
      own = job.id();
    }
    return leg == null || noting.tellsLegsApart ? own : leg.displayName(own);
  }

  private static final class NotingContexts implements Contexts {

    private final Contexts contexts;
    boolean tellsLegsApart;

    NotingContexts(Contexts contexts) {
      this.contexts = contexts;
    }

    @Override
    public Optional<Value> context(String name) {
      tellsLegsApart |= name.equals("matrix") || name.equals("strategy");
      return contexts.context(name);
    }
  }

  private static String lookupName(String id) {
    return id.toUpperCase(Locale.ROOT);
  }
}
