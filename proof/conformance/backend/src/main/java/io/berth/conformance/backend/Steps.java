// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import java.io.IOException;

/// What a case does.
@FunctionalInterface
interface Steps {

  /// @throws Broken if a promise is not kept
  void run(Trial trial) throws IOException, InterruptedException;
}
