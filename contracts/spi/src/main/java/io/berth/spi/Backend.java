// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

/// Makes environments and tells the truth about what it can do.
public interface Backend {

  /// Makes an environment and returns it when it is ready, or the one that its id already names.
  ///
  /// @param request what is wanted, under which id, for whom and for how long
  /// @throws io.berth.model.BerthException B1007 if the plan needs a layer that this backend lacks,
  ///     B3001 if it cannot place work now
  /// @throws InterruptedException if the waiting thread was interrupted; the id still names what
  ///     was begun
  Environment create(EnvironmentRequest request) throws InterruptedException;
}
