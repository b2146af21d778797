// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Reason;
import java.util.List;

/// What a request demands by name. Nothing is known yet, so every demand is refused.
final class Features {

  private Features() {}

  static void check(List<String> demanded) {
    if (!demanded.isEmpty()) {
      throw Failures.out(
          Reason.FEATURE_UNKNOWN, "this plugin does not know " + String.join(", ", demanded));
    }
  }
}
