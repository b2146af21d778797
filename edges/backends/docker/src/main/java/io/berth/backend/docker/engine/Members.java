// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import io.berth.expressions.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads what engines answer: members that are missing or something else read as empty.
public final class Members {

  private Members() {}

  /// Returns the member at the end of a path of names, or null.
  public static Value at(Value value, String... names) {
    Value found = value;
    for (String name : names) {
      found =
          found instanceof Value.ObjectValue object
              ? object.members().getOrDefault(name, Value.NULL)
              : Value.NULL;
    }
    return found;
  }

  /// Returns a text, or an empty one.
  public static String text(Value value, String... names) {
    return at(value, names) instanceof Value.StringValue(var text) ? text : "";
  }

  /// Returns a number, or 0.
  public static long number(Value value, String... names) {
    return at(value, names) instanceof Value.NumberValue(var number) ? (long) number : 0;
  }

  /// Returns whether it is true.
  public static boolean flag(Value value, String... names) {
    return at(value, names) instanceof Value.BooleanValue(var flag) && flag;
  }

  /// Returns the items of a list.
  public static List<Value> items(Value value, String... names) {
    return at(value, names) instanceof Value.ArrayValue(var items) ? items : List.of();
  }

  /// Returns the texts of a list.
  public static List<String> texts(Value value, String... names) {
    List<String> texts = new ArrayList<>();
    for (Value item : items(value, names)) {
      if (item instanceof Value.StringValue(var text)) {
        texts.add(text);
      }
    }
    return texts;
  }

  /// Returns the texts of an object, by their names.
  public static Map<String, String> named(Value value, String... names) {
    Map<String, String> named = new LinkedHashMap<>();
    if (at(value, names) instanceof Value.ObjectValue object) {
      object
          .members()
          .forEach(
              (name, member) -> {
                if (member instanceof Value.StringValue(var text)) {
                  named.put(name, text);
                }
              });
    }
    return named;
  }
}
