// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.expressions.Value;
import java.util.List;
import java.util.Map;

/// What an item of `include` or `exclude` asks of a combination: every scalar in it, however deep,
/// equals what stands at the same place of the combination, as `==` compares.
///
/// @param wanted the values by key
record MatrixFilter(Map<String, Value> wanted) {

  boolean matches(Value.ObjectValue combination) {
    for (Map.Entry<String, Value> entry : wanted.entrySet()) {
      var found = combination.member(entry.getKey()).orElse(Value.NULL);
      if (!matches(entry.getValue(), found)) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(Value wanted, Value found) {
    return switch (wanted) {
      case Value.ObjectValue object -> matchesMembers(object, found);
      case Value.ArrayValue(var items) -> matchesItems(items, found);
      case Value.NullValue literal -> Value.looselyEqual(found, literal);
      case Value.BooleanValue literal -> Value.looselyEqual(found, literal);
      case Value.NumberValue literal -> Value.looselyEqual(found, literal);
      case Value.StringValue literal -> Value.looselyEqual(found, literal);
    };
  }

  private static boolean matchesMembers(Value.ObjectValue wanted, Value found) {
    for (Map.Entry<String, Value> entry : wanted.members().entrySet()) {
      var inner =
          found instanceof Value.ObjectValue object
              ? object.member(entry.getKey()).orElse(Value.NULL)
              : Value.NULL;
      if (!matches(entry.getValue(), inner)) {
        return false;
      }
    }
    return true;
  }

  private static boolean matchesItems(List<Value> wanted, Value found) {
    for (int i = 0; i < wanted.size(); i++) {
      var inner =
          found instanceof Value.ArrayValue(var items) && i < items.size()
              ? items.get(i)
              : Value.NULL;
      if (!matches(wanted.get(i), inner)) {
        return false;
      }
    }
    return true;
  }
}
