// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.model.SourceSpan;
import io.berth.workflow.ActionReference.Repository;
import io.berth.workflow.Dialect;
import java.util.Collection;
import java.util.function.Predicate;

/// Finds all actions that a job uses, directly or through composite actions, before it starts.
///
/// Actions of the workspace, `./path`, are known when their step runs and are not looked for here;
/// nor are images.
public final class Actions {

  /// How deeply composite actions may use others.
  public static final int MAX_DEPTH = 9;

  private final ActionStore store;
  private final Dialect dialect;
  private final Predicate<Repository> built;

  /// @param dialect whose reading of manifests applies
  public Actions(ActionStore store, Dialect dialect) {
    this(store, dialect, reference -> false);
  }

  /// @param dialect whose reading of manifests applies
  /// @param built which actions need no files when other actions use them, and are not looked for
  public Actions(ActionStore store, Dialect dialect, Predicate<Repository> built) {
    this.store = store;
    this.dialect = dialect;
    this.built = built;
  }

  /// Something that a file asks for.
  ///
  /// @param reference what it is called
  /// @param where the place that asks for it
  public record Wanted(Repository reference, SourceSpan where) {}

  /// Finds actions, and the actions that they use, level by level. What is asked for twice is
  /// fetched once, and a ref stands for the same commit throughout.
  ///
  /// @return what there is and what is wrong, both complete; to be closed
  public Resolution resolve(Collection<Wanted> wanted) throws InterruptedException {
    return new Search(store, dialect, built).run(wanted);
  }
}
