// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

/// Reads and writes JSON as values of the expression language.
public final class Json {

  private Json() {}

  /// Reads one JSON text, strictly. Of members with one name the last value counts, at the place of
  /// the first. Names that differ in case stay apart in [Value.ObjectValue#members].
  ///
  /// @param text arrays and objects in it are nested at most 100 deep
  /// @throws JsonException if it is not JSON
  public static Value parse(String text) {
    return JsonReader.parse(text);
  }

  /// Writes a value on one line so that [#parse] reads the same value again. Numbers that JSON
  /// cannot say are written as the texts `NaN`, `Infinity` and `-Infinity`.
  public static String print(Value value) {
    var out = new StringBuilder();
    print(value, out);
    return out.toString();
  }

  /// Appends what [#print(Value)] returns.
  public static void print(Value value, StringBuilder out) {
    JsonWriter.print(value, out);
  }

  /// Writes a value as `toJSON` does: indented by two spaces, numbers with 15 significant digits,
  /// and numbers that JSON cannot say as the bare words `NaN`, `Infinity` and `-Infinity`.
  public static String pretty(Value value) {
    return JsonWriter.pretty(value);
  }

  /// Appends a text in double quotes, escaped.
  public static void quote(CharSequence text, StringBuilder out) {
    JsonWriter.quote(text, out);
  }
}
