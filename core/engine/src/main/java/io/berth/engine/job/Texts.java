// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.expressions.Value;

/// Values as texts and truths.
final class Texts {

  private Texts() {}

  static String of(Value value) {
    return switch (value) {
      case Value.NullValue() -> "";
      case Value.BooleanValue(boolean truth) -> truth ? "true" : "false";
      case Value.NumberValue(double number) ->
          number == Math.rint(number) && Math.abs(number) < 1e15
              ? Long.toString((long) number)
              : Double.toString(number);
      case Value.StringValue(String text) -> text;
      case Value.ArrayValue _ -> "Array";
      case Value.ObjectValue _ -> "Object";
    };
  }

  static boolean truthy(Value value) {
    return switch (value) {
      case Value.NullValue() -> false;
      case Value.BooleanValue(boolean truth) -> truth;
      case Value.NumberValue(double number) -> number != 0 && !Double.isNaN(number);
      case Value.StringValue(String text) -> !text.isEmpty();
      case Value.ArrayValue _, Value.ObjectValue _ -> true;
    };
  }
}
