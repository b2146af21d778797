// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of one JSON object, each as what it should be.
record RowReader(Value.ObjectValue row) {

  static RowReader parse(String text) {
    if (Json.parse(text) instanceof Value.ObjectValue object) {
      return new RowReader(object);
    }
    throw new IllegalArgumentException("a row is a JSON object");
  }

  /// Returns a member, null if it is missing.
  Value value(String name) {
    Value value = row.members().get(name);
    return value == null ? Value.NULL : value;
  }

  private IllegalArgumentException wrong(String name, String wanted) {
    return new IllegalArgumentException("the member `" + name + "` is not " + wanted);
  }

  @Nullable String optionalText(String name) {
    return value(name) instanceof Value.StringValue(var text) ? text : null;
  }

  String text(String name) {
    String text = optionalText(name);
    if (text == null) {
      throw wrong(name, "a text");
    }
    return text;
  }

  long number(String name) {
    if (value(name) instanceof Value.NumberValue(var number)) {
      return (long) number;
    }
    throw wrong(name, "a number");
  }

  int integer(String name) {
    return Math.toIntExact(number(name));
  }

  @Nullable Integer optionalInteger(String name) {
    return value(name) instanceof Value.NullValue ? null : (Integer) integer(name);
  }

  boolean truth(String name) {
    if (value(name) instanceof Value.BooleanValue(var truth)) {
      return truth;
    }
    throw wrong(name, "true or false");
  }

  Instant time(String name) {
    return Instant.parse(text(name));
  }

  Duration duration(String name) {
    return Duration.parse(text(name));
  }

  @Nullable Duration optionalDuration(String name) {
    String text = optionalText(name);
    return text == null ? null : Duration.parse(text);
  }

  Result result(String name) {
    return Result.valueOf(text(name).toUpperCase(Locale.ROOT));
  }

  List<String> texts(String name) {
    var texts = new ArrayList<String>();
    for (Value item : items(name)) {
      if (!(item instanceof Value.StringValue(var text))) {
        throw wrong(name, "a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  List<RowReader> objects(String name) {
    var objects = new ArrayList<RowReader>();
    for (Value item : items(name)) {
      if (!(item instanceof Value.ObjectValue object)) {
        throw wrong(name, "a list of objects");
      }
      objects.add(new RowReader(object));
    }
    return objects;
  }

  private List<Value> items(String name) {
    if (value(name) instanceof Value.ArrayValue(var items)) {
      return items;
    }
    throw wrong(name, "a list");
  }

  Map<String, String> textMap(String name) {
    if (!(value(name) instanceof Value.ObjectValue object)) {
      throw wrong(name, "an object");
    }
    var texts = new LinkedHashMap<String, String>();
    var inner = new RowReader(object);
    for (String key : object.members().keySet()) {
      texts.put(key, inner.text(key));
    }
    return texts;
  }

  @Nullable BerthError error(String name) {
    if (!(value(name) instanceof Value.ObjectValue object)) {
      return null;
    }
    var error = new RowReader(object);
    SourceSpan where = null;
    if (error.value("where") instanceof Value.ObjectValue span) {
      var place = new RowReader(span);
      where =
          new SourceSpan(
              place.text("file"),
              place.integer("line"),
              place.integer("column"),
              place.integer("length"));
    }
    return new BerthError(
        code(error.text("code")),
        error.text("problem"),
        error.optionalText("remedy"),
        where,
        error.texts("similar"));
  }

  BerthError requiredError(String name) {
    BerthError error = error(name);
    if (error == null) {
      throw wrong(name, "an error");
    }
    return error;
  }

  private static ErrorCode code(String id) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.id().equals(id)) {
        return code;
      }
    }
    return ErrorCode.BUG;
  }
}
