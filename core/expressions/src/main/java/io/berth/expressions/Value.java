// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an expression evaluates to. Values never change.
///
/// `equals` compares what values hold, for the program's own use; the `==` of the language is
/// [#looselyEqual].
public sealed interface Value {

  /// What values there are.
  enum Kind {
    NULL("Null", true),
    BOOLEAN("Boolean", true),
    NUMBER("Number", true),
    STRING("String", true),
    ARRAY("Array", false),
    OBJECT("Object", false);

    private final String title;
    private final boolean primitive;

    Kind(String title, boolean primitive) {
      this.title = title;
      this.primitive = primitive;
    }

    /// Returns its name as users know it, for example `String`.
    public String title() {
      return title;
    }

    /// Returns whether values of this kind are no collections.
    public boolean isPrimitive() {
      return primitive;
    }
  }

  /// Returns which of its kinds it is.
  ///
  /// What runs at the start of the program switches over this: for a `switch` over the types the
  /// JDK generates a class when it is first reached. Elsewhere a `switch` over the types reads
  /// better.
  Kind kind();

  /// Returns what `if:` makes of it: false are null, `false`, zero, not-a-number and the empty
  /// text.
  boolean truthy();

  /// Returns it as text, as `${{ }}` inside a text does.
  String asString();

  /// Returns it as a number; not-a-number if it has no such form. A text is read, never evaluated.
  double asNumber();

  /// The one null.
  Value NULL = new NullValue();

  /// The absent value.
  record NullValue() implements Value {
    @Override
    public Kind kind() {
      return Kind.NULL;
    }

    @Override
    public boolean truthy() {
      return false;
    }

    @Override
    public String asString() {
      return "";
    }

    @Override
    public double asNumber() {
      return 0;
    }
  }

  /// `true` or `false`.
  ///
  /// @param value which of the two
  record BooleanValue(boolean value) implements Value {
    @Override
    public Kind kind() {
      return Kind.BOOLEAN;
    }

    @Override
    public boolean truthy() {
      return value;
    }

    @Override
    public String asString() {
      return value ? "true" : "false";
    }

    @Override
    public double asNumber() {
      return value ? 1 : 0;
    }
  }

  /// An IEEE double.
  ///
  /// @param value the number, which may be infinite or not a number
  record NumberValue(double value) implements Value {
    @Override
    public Kind kind() {
      return Kind.NUMBER;
    }

    @Override
    public boolean truthy() {
      return value != 0 && !Double.isNaN(value);
    }

    @Override
    public String asString() {
      return NumberText.print(value);
    }

    @Override
    public double asNumber() {
      return value;
    }
  }

  /// A text.
  ///
  /// @param value its characters
  record StringValue(String value) implements Value {
    @Override
    public Kind kind() {
      return Kind.STRING;
    }

    @Override
    public boolean truthy() {
      return !value.isEmpty();
    }

    @Override
    public String asString() {
      return value;
    }

    @Override
    public double asNumber() {
      return NumberText.parse(value);
    }
  }

  /// A list. The language compares arrays by identity.
  ///
  /// @param items its items in order
  record ArrayValue(List<Value> items) implements Value {
    public ArrayValue {
      items = List.copyOf(items);
    }

    @Override
    public Kind kind() {
      return Kind.ARRAY;
    }

    @Override
    public boolean truthy() {
      return true;
    }

    @Override
    public String asString() {
      return "Array";
    }

    @Override
    public double asNumber() {
      return Double.NaN;
    }
  }

  /// Names and their values, in order. The language compares objects by identity.
  final class ObjectValue implements Value {

    private final Map<String, Value> members;
    private final boolean caseSensitive;
    private volatile @Nullable Map<String, Value> byLookupName;

    private ObjectValue(Map<String, ? extends Value> members, boolean caseSensitive) {
      this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
      this.caseSensitive = caseSensitive;
    }

    /// Returns the member with this name; case does not matter unless the object says so. Of names
    /// that differ only in case the first one counts.
    public Optional<Value> member(String name) {
      if (caseSensitive) {
        return Optional.ofNullable(members.get(name));
      }
      return Optional.ofNullable(lookup().get(OrdinalCase.upper(name)));
    }

    /// Returns all members under the names with which they were given, in order.
    public Map<String, Value> members() {
      return members;
    }

    /// Returns whether members are found only by their exact names.
    public boolean isCaseSensitive() {
      return caseSensitive;
    }

    @Override
    public Kind kind() {
      return Kind.OBJECT;
    }

    @Override
    public boolean truthy() {
      return true;
    }

    @Override
    public String asString() {
      return "Object";
    }

    @Override
    public double asNumber() {
      return Double.NaN;
    }

    private Map<String, Value> lookup() {
      Map<String, Value> known = byLookupName;
      if (known == null) {
        known = new HashMap<>();
        for (Map.Entry<String, Value> member : members.entrySet()) {
          known.putIfAbsent(OrdinalCase.upper(member.getKey()), member.getValue());
        }
        byLookupName = known;
      }
      return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ObjectValue that
          && caseSensitive == that.caseSensitive
          && members.equals(that.members);
    }

    @Override
    public int hashCode() {
      return Objects.hash(members, caseSensitive);
    }

    @Override
    public String toString() {
      return "ObjectValue" + members;
    }
  }

  /// Returns whether the language's `==` holds between two values.
  static boolean looselyEqual(Value left, Value right) {
    return LooseComparison.equal(left, right);
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
