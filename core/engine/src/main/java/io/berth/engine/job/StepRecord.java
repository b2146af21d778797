// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Result;
import io.berth.expressions.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What later steps see of a step.
///
/// @param outputs its outputs so far
/// @param outcome before `continue-on-error`, or `null` while it runs
/// @param conclusion after it, or `null` while it runs
record StepRecord(
    Map<String, String> outputs, @Nullable Result outcome, @Nullable Result conclusion) {

  static final StepRecord NEW = new StepRecord(Map.of(), null, null);

  StepRecord {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  StepRecord withOutput(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(outputs);
    more.keySet().removeIf(known -> known.equalsIgnoreCase(name));
    more.put(name, value);
    return new StepRecord(more, outcome, conclusion);
  }

  StepRecord ended(Result how, Result counted) {
    return new StepRecord(outputs, how, counted);
  }

  Value value() {
    Map<String, Value> texts = new LinkedHashMap<>();
    outputs.forEach((name, value) -> texts.put(name, Value.of(value)));
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("outputs", Value.object(texts));
    if (outcome != null && conclusion != null) {
      members.put("outcome", Value.of(outcome.word()));
      members.put("conclusion", Value.of(conclusion.word()));
    }
    return Value.object(members);
  }
}
