// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.workflow;

import io.berth.expressions.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Looks into rows.
final class Values {

  private Values() {}

  /// Returns a member of an object, or null.
  static Value member(Value value, String name) {
    return value instanceof Value.ObjectValue object
        ? object.member(name).orElse(Value.NULL)
        : Value.NULL;
  }

  /// Returns the texts of an array.
  static List<String> texts(Value value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof Value.ArrayValue(var items)) {
      items.forEach(item -> texts.add(item.asString()));
    }
    return texts;
  }

  /// Returns the texts of an object's members, sorted by name.
  static Map<String, String> members(Value value) {
    Map<String, String> members = new TreeMap<>();
    if (value instanceof Value.ObjectValue object) {
      object.members().forEach((name, member) -> members.put(name, member.asString()));
    }
    return members;
  }
}
