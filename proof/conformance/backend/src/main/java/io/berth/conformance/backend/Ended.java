// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.spi.ExecOutcome;
import java.nio.charset.StandardCharsets;

/// A command that ended.
///
/// @param bytes all of its output from where it was read
/// @param outcome how it ended
record Ended(byte[] bytes, ExecOutcome outcome) {

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
