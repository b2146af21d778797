// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import io.berth.expressions.Value.StringValue;

/// How the language compares values: texts whatever their case, other primitive values as numbers,
/// collections by identity.
final class LooseComparison {

  private LooseComparison() {}

  static boolean equal(Value left, Value right) {
    if (left instanceof StringValue(var one) && right instanceof StringValue(var other)) {
      return OrdinalCase.equal(one, other);
    }
    if (left.kind().isPrimitive() && right.kind().isPrimitive()) {
      return left.asNumber() == right.asNumber();
    }
    return same(left, right);
  }

  static boolean greater(Value left, Value right) {
    if (left instanceof StringValue(var one) && right instanceof StringValue(var other)) {
      return OrdinalCase.compare(one, other) > 0;
    }
    return left.kind().isPrimitive()
        && right.kind().isPrimitive()
        && left.asNumber() > right.asNumber();
  }

  @SuppressWarnings("ReferenceEquality") // the language compares collections by identity
  private static boolean same(Value left, Value right) {
    return left == right && !left.kind().isPrimitive();
  }
}
