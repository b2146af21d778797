// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Node;
import io.berth.expressions.Value;
import io.berth.workflow.Findings.Remark;
import io.berth.workflow.Type.Plain;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// What functions take and return.
final class FunctionTypes {

  private final Node.Call call;
  private final List<Type> types;
  private final Reporter reporter;

  private FunctionTypes(Node.Call call, List<Type> types, Reporter reporter) {
    this.call = call;
    this.types = types;
    this.reporter = reporter;
  }

  /// Takes what is found.
  @FunctionalInterface
  interface Reporter {

    /// @param position where in the expression, counted from 1
    /// @param remark what is wrong
    void report(int position, Remark remark);
  }

  /// Checks the arguments of a call and returns the type of its value.
  static Type check(Node.Call call, List<Type> types, Reporter reporter) {
    return new FunctionTypes(call, types, reporter).check();
  }

  private Type check() {
    return switch (call.function()) {
      case "contains" -> contains();
      case "startswith", "endswith" -> {
        text(0);
        text(1);
        yield Plain.TRUTH;
      }
      case "format" -> format();
      case "join" -> join();
      case "tojson" -> Plain.TEXT;
      case "fromjson" -> fromJson();
      case "hashfiles" -> {
        for (int i = 0; i < types.size(); i++) {
          text(i);
        }
        yield Plain.TEXT;
      }
      case "success", "failure", "cancelled", "always" -> Plain.TRUTH;
      case "case" -> choice();
      default -> Plain.ANY;
    };
  }

  private Type contains() {
    Type searched = types.get(0);
    if (searched instanceof Type.Items || searched == Plain.ANY) {
      return Plain.TRUTH;
    }
    if (!isText(searched)) {
      wrong(0, "a text or an array");
    } else {
      text(1);
    }
    return Plain.TRUTH;
  }

  private Type join() {
    Type joined = types.get(0);
    boolean fits = joined instanceof Type.Items items ? items.item().isScalar() : isText(joined);
    if (!fits) {
      wrong(0, "an array of texts");
    }
    if (types.size() > 1) {
      text(1);
    }
    return Plain.TEXT;
  }

  /// Returns the type of the value that is chosen: the arguments at odd places and the last one.
  private Type choice() {
    Type merged = null;
    for (int i = 0; i < types.size(); i++) {
      boolean last = i == types.size() - 1;
      if (i % 2 == 1 || last) {
        merged = merged == null ? types.get(i) : merged.merge(types.get(i));
      } else if (!(types.get(i) == Plain.TRUTH || types.get(i) == Plain.ANY)) {
        wrong(i, "`true` or `false`");
      }
    }
    return merged == null ? Plain.ANY : merged;
  }

  private Type fromJson() {
    text(0);
    if (!(call.arguments().get(0)
        instanceof Node.Literal(Value.StringValue(String json), int position))) {
      return Plain.ANY;
    }
    try {
      return Type.of(Json.parse(json));
    } catch (JsonException broken) {
      reporter.report(position, Remark.of("this text is not JSON: " + broken.getMessage(), null));
      return Plain.ANY;
    }
  }

  private Type format() {
    text(0);
    if (!(call.arguments().get(0)
        instanceof Node.Literal(Value.StringValue(String pattern), int position))) {
      return Plain.TEXT;
    }
    BitSet used = placeholders(pattern);
    int given = types.size() - 1;
    List<String> unused = new ArrayList<>();
    for (int i = used.nextClearBit(0); i < given; i = used.nextClearBit(i + 1)) {
      unused.add("{" + i + "}");
    }
    if (!unused.isEmpty()) {
      String problem = "the format does not use `" + String.join("`, `", unused) + "`";
      reporter.report(position, Remark.of(problem, null));
    }
    if (used.length() > given) {
      String problem =
          "the format uses `{" + (used.length() - 1) + "}`, and " + given + " arguments follow it";
      reporter.report(position, Remark.of(problem, null));
    }
    return Plain.TEXT;
  }

  private static BitSet placeholders(String pattern) {
    BitSet used = new BitSet();
    int at = 0;
    while (at < pattern.length()) {
      if (pattern.startsWith("{{", at) || pattern.startsWith("}}", at)) {
        at += 2;
        continue;
      }
      int end = at + 1;
      while (end < pattern.length() && Character.isDigit(pattern.charAt(end))) {
        end++;
      }
      boolean placeholder =
          pattern.charAt(at) == '{'
              && end > at + 1
              && end < at + 5
              && end < pattern.length()
              && pattern.charAt(end) == '}';
      if (placeholder) {
        used.set(Integer.parseInt(pattern.substring(at + 1, end)));
      }
      at = placeholder ? end : at + 1;
    }
    return used;
  }

  private void text(int index) {
    if (!isText(types.get(index))) {
      wrong(index, "a text");
    }
  }

  private static boolean isText(Type type) {
    return type == Plain.TEXT || type == Plain.NUMERIC || type == Plain.ANY;
  }

  private void wrong(int index, String wanted) {
    String ordinal = index == 0 ? "first" : index == 1 ? "second" : (index + 1) + "th";
    String problem =
        "the "
            + ordinal
            + " argument of `"
            + call.function()
            + "` has to be "
            + wanted
            + ", not "
            + types.get(index).noun();
    reporter.report(call.position(), Remark.of(problem, null));
  }
}
