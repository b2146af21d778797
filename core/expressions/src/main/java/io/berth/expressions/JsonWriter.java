// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes values as JSON.
///
/// Escaped are what JSON demands, line separators as GitHub's runner does, and halves of
/// characters, which could not be stored otherwise; everything else stays as it is.
final class JsonWriter {

  private static final double EXACT = 1L << 53;
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out;
  private final Memory.@Nullable Meter meter;
  private final boolean pretty;
  private int metered;
  private int depth;

  private JsonWriter(StringBuilder out, boolean pretty, Memory.@Nullable Meter meter) {
    this.out = out;
    this.pretty = pretty;
    this.meter = meter;
  }

  static void print(Value value, StringBuilder out) {
    new JsonWriter(out, false, null).write(value);
  }

  static String pretty(Value value) {
    return prettyText(value, null);
  }

  /// @param meter what is asked, while the text grows, whether it may
  static String pretty(Value value, Memory.Meter meter) {
    return prettyText(value, meter);
  }

  private static String prettyText(Value value, Memory.@Nullable Meter meter) {
    var out = new StringBuilder();
    var writer = new JsonWriter(out, true, meter);
    writer.write(value);
    writer.meter();
    return out.toString();
  }

  private void write(Value value) {
    meter();
    switch (value.kind()) {
      case NULL -> out.append("null");
      case BOOLEAN -> out.append(((Value.BooleanValue) value).value());
      case NUMBER -> number(((Value.NumberValue) value).value());
      case STRING -> quote(((Value.StringValue) value).value(), out);
      case ARRAY -> array(((Value.ArrayValue) value).items());
      case OBJECT -> object(((Value.ObjectValue) value).members());
    }
  }

  private void meter() {
    if (meter != null) {
      meter.add(out.length() - metered);
      metered = out.length();
    }
  }

  private void array(List<Value> items) {
    out.append('[');
    depth++;
    boolean first = true;
    for (Value item : items) {
      separate(first);
      first = false;
      write(item);
    }
    close(first, ']');
  }

  private void object(Map<String, Value> members) {
    out.append('{');
    depth++;
    boolean first = true;
    for (Map.Entry<String, Value> member : members.entrySet()) {
      separate(first);
      first = false;
      quote(member.getKey(), out);
      out.append(pretty ? ": " : ":");
      write(member.getValue());
    }
    close(first, '}');
  }

  private void separate(boolean first) {
    if (!first) {
      out.append(',');
    }
    if (pretty) {
      out.append('\n').repeat("  ", depth);
    }
  }

  private void close(boolean empty, char end) {
    depth--;
    if (pretty && !empty) {
      out.append('\n').repeat("  ", depth);
    }
    out.append(end);
  }

  private void number(double number) {
    if (pretty) {
      out.append(NumberText.print(number));
    } else if (number == Math.rint(number) && Math.abs(number) <= EXACT) {
      out.append(number == 0 && 1 / number < 0 ? "-" : "").append((long) number);
    } else if (Double.isNaN(number) || Double.isInfinite(number)) {
      out.append('"').append(number).append('"');
    } else {
      out.append(number);
    }
  }

  static void quote(CharSequence text, StringBuilder out) {
    out.append('"');
    int start = 0;
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (isPlain(unit) || isPaired(text, at)) {
        continue;
      }
      out.append(text, start, at);
      escape(unit, out);
      start = at + 1;
    }
    out.append(text, start, text.length()).append('"');
  }

  private static boolean isPlain(char unit) {
    if (unit < 0x80) {
      return unit >= ' ' && unit != '"' && unit != '\\';
    }
    return unit != '\u0085' && unit != '\u2028' && unit != '\u2029' && !Character.isSurrogate(unit);
  }

  private static boolean isPaired(CharSequence text, int at) {
    char unit = text.charAt(at);
    if (Character.isHighSurrogate(unit)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(unit)
        && at > 0
        && Character.isHighSurrogate(text.charAt(at - 1));
  }

  private static void escape(char unit, StringBuilder out) {
    out.append('\\');
    switch (unit) {
      case '"', '\\' -> out.append(unit);
      case '\b' -> out.append('b');
      case '\f' -> out.append('f');
      case '\n' -> out.append('n');
      case '\r' -> out.append('r');
      case '\t' -> out.append('t');
      default ->
          out.append('u')
              .append(HEX.charAt(unit >> 12))
              .append(HEX.charAt(unit >> 8 & 15))
              .append(HEX.charAt(unit >> 4 & 15))
              .append(HEX.charAt(unit & 15));
    }
  }
}
