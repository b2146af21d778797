// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Value;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of a value before anything runs.
sealed interface Type {

  /// What has no parts.
  enum Plain implements Type {
    /// Nothing is known.
    ANY,
    /// Null.
    NULL,
    /// `true` or `false`.
    TRUTH,
    /// A number.
    NUMERIC,
    /// A text.
    TEXT
  }

  /// An array.
  ///
  /// @param item what its items are
  /// @param filtered whether it came of `.*`, so that a name after it looks into every item
  record Items(Type item, boolean filtered) implements Type {}

  /// An object.
  ///
  /// @param members what is known of its members, by name in lower case
  /// @param others what any other member is, or `null` if it has no other
  record Members(Map<String, Type> members, @Nullable Type others) implements Type {

    /// Returns what a member is, or `null` if there is none of this name.
    @Nullable Type member(String name) {
      Type known = members.get(name.toLowerCase(Locale.ROOT));
      return known == null ? others : known;
    }
  }

  /// Returns an object that has these members only.
  static Members exactly(Map<String, Type> members) {
    return new Members(members, null);
  }

  /// Returns an object whose members are not known, and all of one type.
  static Members open(Type others) {
    return new Members(Map.of(), others);
  }

  /// Returns the type of a value.
  static Type of(Value value) {
    return switch (value) {
      case Value.NullValue nothing -> Plain.NULL;
      case Value.BooleanValue truth -> Plain.TRUTH;
      case Value.NumberValue number -> Plain.NUMERIC;
      case Value.StringValue text -> Plain.TEXT;
      case Value.ArrayValue array -> {
        Type item = null;
        for (Value each : array.items()) {
          item = item == null ? of(each) : item.merge(of(each));
        }
        yield new Items(item == null ? Plain.ANY : item, false);
      }
      case Value.ObjectValue object -> {
        Map<String, Type> members = new LinkedHashMap<>();
        object
            .members()
            .forEach((name, member) -> members.put(name.toLowerCase(Locale.ROOT), of(member)));
        yield exactly(members);
      }
    };
  }

  /// Returns what is known of a value that is of this type or of another.
  default Type merge(Type other) {
    if (equals(other)) {
      return this;
    }
    if (this instanceof Items one && other instanceof Items two) {
      return new Items(one.item().merge(two.item()), one.filtered() && two.filtered());
    }
    if (this instanceof Members one && other instanceof Members two) {
      Map<String, Type> members = new LinkedHashMap<>(one.members());
      two.members()
          .forEach(
              (name, type) -> members.merge(name, type, (first, second) -> first.merge(second)));
      Type others = one.others() == null ? two.others() : one.others();
      return new Members(members, others);
    }
    return Plain.ANY;
  }

  /// Returns whether a value of this type is one text, number or truth value, as far as is known.
  default boolean isScalar() {
    return switch (this) {
      case Plain.ANY -> true;
      case Plain.TRUTH -> true;
      case Plain.NUMERIC -> true;
      case Plain.TEXT -> true;
      case Plain.NULL -> false;
      case Items items -> false;
      case Members members -> false;
    };
  }

  /// Returns what people call it.
  default String noun() {
    return switch (this) {
      case Plain.ANY -> "any value";
      case Plain.NULL -> "null";
      case Plain.TRUTH -> "`true` or `false`";
      case Plain.NUMERIC -> "a number";
      case Plain.TEXT -> "a text";
      case Items items -> "an array";
      case Members members -> "an object";
    };
  }
}
