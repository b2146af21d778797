// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Value;

/// Scalars as text.
final class Texts {

  private Texts() {}

  /// Returns the text that a scalar becomes where a text is wanted.
  static String of(Value value) {
    return switch (value) {
      case Value.NullValue() -> "";
      case Value.BooleanValue(boolean truth) -> Boolean.toString(truth);
      case Value.NumberValue(double number) ->
          number == Math.rint(number) && Math.abs(number) < 1e15
              ? Long.toString((long) number)
              : Double.toString(number);
      case Value.StringValue(String text) -> text;
      case Value.ArrayValue array -> "Array";
      case Value.ObjectValue object -> "Object";
    };
  }
}
