// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.SourceSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes one JSON object, member by member, in the order of the calls.
final class EventRow {

  private final StringBuilder out;
  private boolean empty = true;

  EventRow(StringBuilder out) {
    this.out = out;
    out.append('{');
  }

  void end() {
    out.append('}');
  }

  private StringBuilder name(String name) {
    if (!empty) {
      out.append(',');
    }
    empty = false;
    return out.append('"').append(name).append("\":");
  }

  EventRow text(String name, @Nullable String text) {
    name(name);
    if (text == null) {
      out.append("null");
    } else {
      Json.quote(text, out);
    }
    return this;
  }

  EventRow number(String name, long number) {
    name(name).append(number);
    return this;
  }

  EventRow truth(String name, boolean truth) {
    name(name).append(truth);
    return this;
  }

  EventRow nothing(String name) {
    name(name).append("null");
    return this;
  }

  EventRow time(String name, Instant time) {
    name(name).append('"');
    time(time, out);
    out.append('"');
    return this;
  }

  EventRow duration(String name, @Nullable Duration duration) {
    return duration == null ? nothing(name) : text(name, duration.toString());
  }

  EventRow texts(String name, List<String> texts) {
    name(name).append('[');
    for (int i = 0; i < texts.size(); i++) {
      Json.quote(texts.get(i), i == 0 ? out : out.append(','));
    }
    out.append(']');
    return this;
  }

  EventRow texts(String name, Map<String, String> texts) {
    EventRow object = object(name);
    texts.forEach(object::key);
    object.end();
    return this;
  }

  /// Adds a member whose name is not ours.
  void key(String key, String text) {
    if (!empty) {
      out.append(',');
    }
    empty = false;
    Json.quote(key, out);
    Json.quote(text, out.append(':'));
  }

  EventRow value(String name, Value value) {
    name(name);
    Json.print(value, out);
    return this;
  }

  EventRow error(String name, @Nullable BerthError error) {
    if (error == null) {
      return nothing(name);
    }
    EventRow object = object(name);
    object.text("code", error.code().id());
    object.text("problem", error.problem()).text("remedy", error.remedy());
    SourceSpan where = error.where();
    if (where != null) {
      EventRow span = object.object("where").text("file", where.file());
      span.number("line", where.line()).number("column", where.column());
      span.number("length", where.length()).end();
    }
    object.texts("similar", error.similar()).end();
    return this;
  }

  /// Begins an object as the next member; the caller ends it before it goes on with this one.
  EventRow object(String name) {
    name(name);
    return new EventRow(out);
  }

  /// Begins a list as the next member.
  void list(String name) {
    name(name).append('[');
  }

  /// Begins an object as an item of the list.
  EventRow item(boolean first) {
    return new EventRow(first ? out : out.append(','));
  }

  void endList() {
    out.append(']');
  }

  /// Appends a time in ISO 8601, UTC, with milliseconds: without the formatter of the JDK, which
  /// costs more than a whole row when it is used once.
  private static void time(Instant time, StringBuilder out) {
    LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
    digits(utc.getYear(), 4, out);
    digits(utc.getMonthValue(), 2, out.append('-'));
    digits(utc.getDayOfMonth(), 2, out.append('-'));
    digits(utc.getHour(), 2, out.append('T'));
    digits(utc.getMinute(), 2, out.append(':'));
    digits(utc.getSecond(), 2, out.append(':'));
    digits(time.getNano() / 1_000_000, 3, out.append('.'));
    out.append('Z');
  }

  private static void digits(int number, int width, StringBuilder out) {
    int bound = 10;
    for (int i = 1; i < width; i++) {
      if (number < bound) {
        out.append("0".repeat(width - i));
        break;
      }
      bound *= 10;
    }
    out.append(number);
  }
}
