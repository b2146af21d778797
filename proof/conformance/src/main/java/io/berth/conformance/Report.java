// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Prints what suites came to.
final class Report {

  private Report() {}

  /// Returns `{"suites":{"<name>":{"passed":n,"failed":n,"skipped":n,"failures":[…]}}}`.
  static String json(List<SuiteResult> results) {
    Map<String, Value> suites = new LinkedHashMap<>();
    for (var result : results) {
      Map<String, Value> suite = new LinkedHashMap<>();
      suite.put("passed", Value.of(result.passed()));
      suite.put("failed", Value.of(result.failures().size()));
      suite.put("skipped", Value.of(result.skipped().size()));
      suite.put("failures", rows(result.failures()));
      suites.put(result.name(), Value.object(suite));
    }
    return Json.print(Value.object(Map.of("suites", Value.object(suites)))) + "\n";
  }

  private static Value rows(List<SuiteResult.Row> rows) {
    List<Value> values = new ArrayList<>();
    for (var row : rows) {
      Map<String, Value> value = new LinkedHashMap<>();
      value.put("path", Value.of(row.path()));
      value.put("reason", Value.of(row.reason()));
      values.add(Value.object(value));
    }
    return Value.array(values);
  }

  /// Returns a table, then every failure and every reason to skip.
  static String text(List<SuiteResult> results) {
    var text = new StringBuilder();
    text.append("suite                   passed  failed  skipped\n");
    for (var result : results) {
      text.append(pad(result.name(), 22))
          .append(right(result.passed()))
          .append(right(result.failures().size()))
          .append(right(result.skipped().size()))
          .append('\n');
    }
    for (var result : results) {
      for (var row : result.failures()) {
        text.append("failed   ").append(result.name()).append(' ').append(row.path());
        text.append("\n         ").append(row.reason()).append('\n');
      }
    }
    for (var result : results) {
      for (var row : result.skipped()) {
        text.append("skipped  ").append(result.name()).append(' ').append(row.path());
        text.append("\n         ").append(row.reason()).append('\n');
      }
    }
    return text.toString();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String right(int number) {
    var text = Integer.toString(number);
    return " ".repeat(Math.max(0, 8 - text.length())) + text;
  }
}
