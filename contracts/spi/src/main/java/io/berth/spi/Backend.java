// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.time.Duration;
import java.util.List;

/// Makes environments and tells the truth about what it can do.
///
/// ## What an implementation promises
///
/// - **Truth.** What [#capabilities] declares MUST work; what it does not declare MUST be refused
///   with B1007 and leave nothing behind.
/// - **Boundary.** Nothing is made outside the boundary of an environment, and no layer is put in
///   the
///   place of another.
/// - **Identity.** Ids come from the caller. [#create] with a known id and the same request MUST
///   return that environment; with another request it MUST fail. [#remove] MUST succeed for an id
///   that is unknown, and as often as it is called.
/// - **Marks.** Everything that is made MUST carry its owner, its id and its end on the platform
///   itself, and MUST be removed only if all of them match, never for its name alone.
/// - **Leases.** An environment whose lease ran out MUST end even if nobody asks for it.
/// - **Threads.** Every method MAY be called from any thread, up to [Capabilities.Limits#calls] at
///   once.
public interface Backend {

  /// Returns what the environments can do, whatever their label.
  Capabilities capabilities();

  /// Returns whether its environments can start a command on a terminal, for a person to talk with.
  /// Where they cannot, [Environment#converse] MUST answer B1007.
  @Experimental
  default boolean hasTerminals() {
    return false;
  }

  /// Says what each label means. Has no side effects and needs no environment.
  ///
  /// @return one verdict for each, in the same order
  List<LabelVerdict> validateLabels(List<LabelConfiguration> labels);

  /// Says whether a job can be placed. Has no side effects.
  ///
  /// It MUST name every need that cannot be met, each with its line of the workflow.
  PlanVerdict plan(JobPlan plan);

  /// Makes an environment and returns it when it is ready, or the one that its id already names.
  ///
  /// @param request what is wanted, under which id, for whom and for how long
  /// @throws io.berth.model.BerthException B1007 if the plan needs a layer that this backend lacks,
  ///     B3001 if it cannot place work now
  /// @throws InterruptedException if the waiting thread was interrupted; the id still names what
  ///     was
  ///     begun
  Environment create(EnvironmentRequest request) throws InterruptedException;

  /// Returns the environments of a runner that exist, those included that nothing can run in.
  ///
  /// @param runner as [Owner#runner]
  @Experimental
  List<EnvironmentStatus> list(String runner);

  /// Takes over an environment that an earlier process of the same runner made.
  ///
  /// @param owner with a fence higher than the one it had
  /// @throws io.berth.model.BerthException B3010 if there is none, or it cannot be used any more
  @Experimental
  Environment adopt(String id, Owner owner);

  /// Lengthens leases, counted from now. Ids that are unknown or have ended are left out.
  ///
  /// @return the ids that were renewed
  @Experimental
  List<String> renew(List<String> ids, Owner owner, Duration lease);

  /// Removes an environment by its id alone, whoever made it, unless its owner is another runner.
  void remove(String id, Owner owner);

  /// Lets go of connections and processes of its own. Environments stay.
  @Experimental
  default void close() {}
}
