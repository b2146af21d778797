// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Result;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the steps of an action see instead of what those of the job see.
///
/// @param action the action
/// @param steps what is known of its steps by their ids
/// @param status its status
record ActionScope(Entered action, Map<String, StepRecord> steps, Result status) {

  ActionScope {
    steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
  }
}
