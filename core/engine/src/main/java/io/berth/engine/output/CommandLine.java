// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A line of output that is a workflow command: `::name key=value,key=value::data` at the start of
/// a line, or in the older form `##[name key=value;key=value]data` anywhere in it.
///
/// @param name in lower case
/// @param properties their names in any case
/// @param data what follows, decoded
record CommandLine(String name, Map<String, String> properties, String data) {

  private static final String MARK = "::";
  private static final String OLD_MARK = "##[";

  /// Returns the command that a line is, or `null` if it is none.
  ///
  /// @param line without its line feed
  /// @param token a further name that is a command, or an empty text
  static @Nullable CommandLine parse(String line, String token) {
    CommandLine command = parseMarked(line, token);
    return command != null ? command : parseOld(line, token);
  }

  String property(String key) {
    return properties.getOrDefault(key, "");
  }

  private static @Nullable CommandLine parseMarked(String line, String token) {
    String text = line.stripLeading();
    if (!text.startsWith(MARK)) {
      return null;
    }
    int end = text.indexOf(MARK, MARK.length());
    if (end < 0) {
      return null;
    }
    String head = text.substring(MARK.length(), end);
    int space = head.indexOf(' ');
    String name = name(space < 0 ? head : head.substring(0, space), token);
    if (name == null) {
      return null;
    }
    String list = space < 0 ? "" : head.substring(space + 1).strip();
    return new CommandLine(
        name, properties(list, ',', false), decode(text.substring(end + MARK.length()), ""));
  }

  private static @Nullable CommandLine parseOld(String line, String token) {
    int start = line.indexOf(OLD_MARK);
    int end = start < 0 ? -1 : line.indexOf(']', start);
    if (end < 0) {
      return null;
    }
    String head = line.substring(start + OLD_MARK.length(), end);
    int space = head.indexOf(' ');
    String name = name(space < 0 ? head : head.substring(0, space), token);
    if (name == null) {
      return null;
    }
    String list = space < 0 ? "" : head.substring(space + 1);
    return new CommandLine(
        name, properties(list, ';', true), decode(line.substring(end + 1), ";]"));
  }

  private static @Nullable String name(String text, String token) {
    if (!token.isEmpty() && text.equalsIgnoreCase(token)) {
      return token;
    }
    String name = text.toLowerCase(Locale.ROOT);
    return CommandName.of(name) == null ? null : name;
  }

  private static Map<String, String> properties(String list, char separator, boolean old) {
    if (list.isEmpty()) {
      return Map.of();
    }
    var properties = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    int from = 0;
    while (from < list.length()) {
      int to = list.indexOf(separator, from);
      String pair = list.substring(from, to < 0 ? list.length() : to);
      int equals = pair.indexOf('=');
      if (equals >= 0) {
        String value = decode(pair.substring(equals + 1), old ? ";]" : ":,");
        properties.put(pair.substring(0, equals), value);
      }
      from = to < 0 ? list.length() : to + 1;
    }
    return properties;
  }

  /// Decodes `%0D`, `%0A`, the given characters and `%25` in one pass, so that a decoded percent
  /// sign never begins another code.
  private static String decode(String text, String alsoDecoded) {
    int percent = text.indexOf('%');
    if (percent < 0) {
      return text;
    }
    var decoded = new StringBuilder(text.length());
    int from = 0;
    while (percent >= 0) {
      decoded.append(text, from, percent);
      char c = code(text, percent);
      boolean known = c == '\r' || c == '\n' || c == '%' || (c > 0 && alsoDecoded.indexOf(c) >= 0);
      decoded.append(known ? c : '%');
      from = percent + (known ? 3 : 1);
      percent = text.indexOf('%', from);
    }
    return decoded.append(text, from, text.length()).toString();
  }

  private static char code(String text, int percent) {
    if (percent + 3 > text.length()) {
      return 0;
    }
    int high = hex(text.charAt(percent + 1));
    int low = hex(text.charAt(percent + 2));
    return high < 0 || low < 0 ? 0 : (char) ((high << 4) | low);
  }

  /// Upper case only, as the reference runner does (src/Runner.Common/ActionCommand.cs).
  private static int hex(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }
}
