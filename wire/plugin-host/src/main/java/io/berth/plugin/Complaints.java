// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;

/// What a plugin writes on its standard error: lines of text, or of the JSON that go-plugin writes.
final class Complaints {

  private static final int LONGEST = 16 << 10;
  private static final int REMEMBERED = 5;
  private static final int MOST_SHOWN = 600;

  private final String plugin;
  private final PluginLog log;
  private final Deque<String> last = new ArrayDeque<>();

  Complaints(String plugin, PluginLog log) {
    this.plugin = plugin;
    this.log = log;
  }

  /// Reads to the end. A line that is too long is told in pieces.
  void read(InputStream errors) {
    var line = new ByteArrayOutputStream();
    byte[] buffer = new byte[8 << 10];
    try (errors) {
      for (int n = errors.read(buffer); n >= 0; n = errors.read(buffer)) {
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n' || line.size() >= LONGEST) {
            tell(line);
          }
          if (buffer[i] != '\n') {
            line.write(buffer[i]);
          }
        }
      }
    } catch (IOException e) {
      // Its pipe is gone, and so is the plugin.
    }
    tell(line);
  }

  private void tell(ByteArrayOutputStream bytes) {
    String line = bytes.toString(StandardCharsets.UTF_8).stripTrailing();
    bytes.reset();
    if (line.isEmpty()) {
      return;
    }
    PluginLog.Level level = PluginLog.Level.INFO;
    String text = line;
    if (line.startsWith("{")) {
      try {
        var json = Struct.newBuilder();
        JsonFormat.parser().merge(line, json);
        Map<String, Value> fields = json.getFieldsMap();
        if (fields.containsKey("@message")) {
          level = level(fields.getOrDefault("@level", Value.getDefaultInstance()));
          text = text(fields);
        }
      } catch (InvalidProtocolBufferException e) {
        // Then it is text that begins with a brace.
      }
    }
    synchronized (last) {
      last.addLast(text);
      if (last.size() > REMEMBERED) {
        last.removeFirst();
      }
    }
    log.line(plugin, level, text);
  }

  private static PluginLog.Level level(Value name) {
    return switch (name.getStringValue().toLowerCase(Locale.ROOT)) {
      case "trace", "debug" -> PluginLog.Level.DEBUG;
      case "warn" -> PluginLog.Level.WARN;
      case "error" -> PluginLog.Level.ERROR;
      default -> PluginLog.Level.INFO;
    };
  }

  private static String text(Map<String, Value> fields) {
    var text =
        new StringBuilder(
            fields.getOrDefault("@message", Value.getDefaultInstance()).getStringValue());
    fields.forEach(
        (name, value) -> {
          if (!name.startsWith("@") && text.length() < LONGEST) {
            text.append(' ').append(name).append('=').append(shown(value));
          }
        });
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text.toString();
  }

  private static String shown(Value value) {
    return switch (value.getKindCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case NUMBER_VALUE -> {
        double number = value.getNumberValue();
        yield number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
      }
      case NULL_VALUE, STRUCT_VALUE, LIST_VALUE, KIND_NOT_SET ->
          value.toString().replace('\n', ' ');
    };
  }

  /// Returns what was said last, for an error, or an empty text.
  String lastWords() {
    synchronized (last) {
      if (last.isEmpty()) {
        return "";
      }
      String words = String.join(" / ", last);
      int cut = Math.max(0, words.length() - MOST_SHOWN);
      return "; it said: " + (cut > 0 ? "…" : "") + words.substring(cut);
    }
  }
}
