// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;

/// How calls for environments are refused, everywhere in the same words.
public final class Refusals {

  private Refusals() {}

  /// Returns the refusal of a call that the state of an environment does not allow.
  ///
  /// @param state a word that fits after "is"
  public static BerthException notReady(String id, String state) {
    return new BerthException(
        BerthError.of(
            ErrorCode.ENVIRONMENT_NOT_READY,
            "environment `" + id + "` is " + state,
            "run the job again"));
  }

  /// Returns the refusal of an id that names something else already.
  public static BerthException idReused(String problem) {
    return new BerthException(
        BerthError.of(ErrorCode.ID_REUSED, problem, "choose ids that are unique for ever"));
  }

  /// Returns the refusal of a caller who was replaced by a later one.
  ///
  /// @param known the fence of the owner
  /// @param fence the fence of the caller
  public static BerthException staleOwner(String id, long known, long fence) {
    return new BerthException(
        BerthError.of(
            ErrorCode.OWNER_STALE,
            "environment `" + id + "` was taken over: its fence is " + known + ", not " + fence,
            "leave it to the Berth that took it over"));
  }
}
