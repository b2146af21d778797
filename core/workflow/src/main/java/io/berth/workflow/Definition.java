// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Names;
import io.berth.expressions.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the schema says that a value may be.
///
/// @param name the name of the definition
/// @param names what expressions here and below may refer to, or `null` if that is as in the
///     definition around it
/// @param shape the form of the value
record Definition(String name, @Nullable Names names, Shape shape) {

  /// A form that a value may have.
  sealed interface Shape {

    /// Returns the value that it makes of a scalar, or `null` if it refuses it.
    ///
    /// A method of each form and no switch over all: the class behind such a switch is made when it
    /// is first reached, which every start would pay for.
    default @Nullable Value accept(Value value) {
      return null;
    }

    /// Nothing.
    record Null() implements Shape {
      @Override
      public @Nullable Value accept(Value value) {
        return value instanceof Value.NullValue ? value : null;
      }
    }

    /// `true` or `false`.
    record Truth() implements Shape {
      @Override
      public @Nullable Value accept(Value value) {
        return value instanceof Value.BooleanValue ? value : null;
      }
    }

    /// A number.
    ///
    /// @param integer whether it has to be whole
    /// @param positive whether it has to be above zero
    record Numeric(boolean integer, boolean positive) implements Shape {
      @Override
      public @Nullable Value accept(Value value) {
        return value instanceof Value.NumberValue(double number)
                && (!integer || number == Math.rint(number))
                && (!positive || number > 0)
            ? value
            : null;
      }
    }

    /// A text. Numbers and truth values are taken as the text that they print as.
    ///
    /// @param nonEmpty whether it must hold something
    /// @param reading how text without `${{` is read
    record Text(boolean nonEmpty, Reading reading) implements Shape {
      @Override
      public @Nullable Value accept(Value value) {
        String text = value.asString();
        if (nonEmpty && text.isEmpty()) {
          return null;
        }
        return value instanceof Value.StringValue ? value : Value.of(text);
      }
    }

    /// One of some words.
    ///
    /// @param words the words
    record Words(List<String> words) implements Shape {
      @Override
      public @Nullable Value accept(Value value) {
        return value instanceof Value.StringValue(String word) && words.contains(word)
            ? value
            : null;
      }
    }

    /// A list.
    ///
    /// @param item the definition of its items
    /// @param filling whether it must hold something
    record Items(String item, Filling filling) implements Shape {}

    /// A mapping.
    ///
    /// @param noun what people call it, for example `a job`
    /// @param fields the keys that it knows
    /// @param others what any other key may be, or `null` if there may be none
    /// @param filling whether it must hold something
    /// @param lenient whether an unknown key is only warned of
    record Fields(
        String noun,
        Map<String, Field> fields,
        @Nullable Others others,
        Filling filling,
        boolean lenient)
        implements Shape {}

    /// Any of some definitions.
    ///
    /// @param alternatives their names
    record OneOf(List<String> alternatives) implements Shape {}
  }

  /// Whether a list or a mapping must hold something.
  enum Filling {
    /// It may be empty.
    FREE,
    /// A forge takes an empty one, and nobody can mean it.
    MEANT,
    /// A forge refuses an empty one.
    REQUIRED
  }

  /// How text without `${{` is read.
  enum Reading {
    /// As it is.
    LITERAL,
    /// As an expression.
    EXPRESSION,
    /// As an expression to which `success()` is added unless it asks for the status itself.
    CONDITION
  }

  /// A key that a mapping knows.
  ///
  /// @param type the definition of its value
  /// @param required whether it must be there
  record Field(String type, boolean required) {}

  /// The keys that a mapping does not name.
  ///
  /// @param key the definition of the key
  /// @param value the definition of its value
  record Others(String key, String value) {}
}
