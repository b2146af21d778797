// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What an expression evaluates to. Values never change.
public sealed interface Value {

  /// The one null.
  Value NULL = new NullValue();

  /// The absent value.
  record NullValue() implements Value {}

  /// `true` or `false`.
  ///
  /// @param value which of the two
  record BooleanValue(boolean value) implements Value {}

  /// An IEEE double.
  ///
  /// @param value the number, which may be infinite or not a number
  record NumberValue(double value) implements Value {}

  /// A text.
  ///
  /// @param value its characters
  record StringValue(String value) implements Value {}

  /// A list. The language compares arrays by identity.
  ///
  /// @param items its items in order
  record ArrayValue(List<Value> items) implements Value {
    public ArrayValue {
      items = List.copyOf(items);
    }
  }

  /// Names and their values, in order. The language compares objects by identity.
  final class ObjectValue implements Value {

    private final Map<String, Value> members;
    private final Map<String, Value> byLookupName;
    private final boolean caseSensitive;

    private ObjectValue(Map<String, ? extends Value> members, boolean caseSensitive) {
      this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
      this.caseSensitive = caseSensitive;
      this.byLookupName = new LinkedHashMap<>();
      this.members.forEach((name, value) -> byLookupName.putIfAbsent(lookupName(name), value));
    }

    /// Returns the member with this name; case does not matter unless the object says so.
    public Optional<Value> member(String name) {
      return Optional.ofNullable(byLookupName.get(lookupName(name)));
    }

    /// Returns all members under the names with which they were given, in order.
    public Map<String, Value> members() {
      return members;
    }

    private String lookupName(String name) {
      return caseSensitive ? name : name.toUpperCase(Locale.ROOT);
    }
  }

  /// Returns a text as a value.
  static Value of(String text) {
    return new StringValue(text);
  }

  /// Returns a number as a value.
  static Value of(double number) {
    return new NumberValue(number);
  }

  /// Returns a truth value.
  static Value of(boolean truth) {
    return new BooleanValue(truth);
  }

  /// Returns an array.
  static ArrayValue array(List<? extends Value> items) {
    return new ArrayValue(List.copyOf(items));
  }

  /// Returns an object whose members are found whatever the case of their names.
  static ObjectValue object(Map<String, ? extends Value> members) {
    return new ObjectValue(members, false);
  }

  /// Returns an object whose members are found only by their exact names, as `env` on Unix.
  static ObjectValue caseSensitiveObject(Map<String, ? extends Value> members) {
    return new ObjectValue(members, true);
  }
}
