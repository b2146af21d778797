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

  static double number(Value value) {
    return switch (value) {
      case Value.NumberValue(double number) -> number;
      case Value.StringValue(String text) -> {
        try {
          yield Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
          yield Double.NaN;
        }
      }
      case Value.NullValue _,
          Value.BooleanValue _,
          Value.ArrayValue _,
          Value.ObjectValue _ ->
          Double.NaN;
    };
  }

  /// Returns whether a setting that takes a boolean is on.
  static boolean truth(Value value) {
    return value instanceof Value.StringValue(String text)
        ? text.strip().equalsIgnoreCase("true")
        : truthy(value);
  }

  static String json(Value value) {
    return "{}";
  }
}
