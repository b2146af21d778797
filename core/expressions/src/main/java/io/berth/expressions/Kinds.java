// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import io.berth.expressions.Value.ArrayValue;
import io.berth.expressions.Value.BooleanValue;
import io.berth.expressions.Value.NullValue;
import io.berth.expressions.Value.NumberValue;
import io.berth.expressions.Value.ObjectValue;
import io.berth.expressions.Value.StringValue;

/// How values of different kinds compare.
final class Kinds {

  private Kinds() {}

  static boolean primitive(Value value) {
    return switch (value) {
      case NullValue() -> true;
      case BooleanValue truth -> true;
      case NumberValue number -> true;
      case StringValue text -> true;
      case ArrayValue array -> false;
      case ObjectValue object -> false;
    };
  }

  static String kind(Value value) {
    return switch (value) {
      case NullValue() -> "Null";
      case BooleanValue truth -> "Boolean";
      case NumberValue number -> "Number";
      case StringValue text -> "String";
      case ArrayValue array -> "Array";
      case ObjectValue object -> "Object";
    };
  }

  static boolean equal(Value left, Value right) {
    if (left instanceof StringValue(var one) && right instanceof StringValue(var other)) {
      return OrdinalCase.equal(one, other);
    }
    if (primitive(left) && primitive(right)) {
      return left.asNumber() == right.asNumber();
    }
    return same(left, right);
  }

  static boolean greater(Value left, Value right) {
    if (left instanceof StringValue(var one) && right instanceof StringValue(var other)) {
      return OrdinalCase.compare(one, other) > 0;
    }
    return primitive(left) && primitive(right) && left.asNumber() > right.asNumber();
  }

  @SuppressWarnings("ReferenceEquality") // the language compares collections by identity
  private static boolean same(Value left, Value right) {
    return left == right && !primitive(left);
  }
}
