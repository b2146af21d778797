// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.engine.RunListener;

/// Runs workflows without a forge: what `berth exec` does.
public final class Exec {

  private Exec() {}

  /// Runs what was asked for and returns when all of it has ended.
  ///
  /// @param request what was asked for
  /// @param surroundings what there is to run it with
  /// @param listener follows every run, one after the other
  /// @param cancellation ends it early
  /// @throws io.berth.model.BerthException if nothing can be run: all that is wrong with the
  ///     request or the workflows; the blame of the codes tells the exit code
  /// @throws InterruptedException if the calling thread was interrupted
  public static ExitStatus run(
      ExecRequest request,
      Surroundings surroundings,
      RunListener listener,
      Cancellation cancellation)
      throws InterruptedException {
    return new Execution(request, surroundings, listener, cancellation).run();
  }
}
