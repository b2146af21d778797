// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What stands behind the `?` of an address. Of parameters with one name the first counts.
///
/// @param values the values by their names
public record Query(Map<String, String> values) {

  private static final int MOST = 64;

  /// Copies the values.
  public Query {
    values = Map.copyOf(values);
  }

  static Query parse(@Nullable String raw) throws Refusal {
    if (raw == null || raw.isEmpty()) {
      return new Query(Map.of());
    }
    String[] parts = raw.split("&", MOST + 1);
    if (parts.length > MOST) {
      throw new Refusal(Refusal.Kind.INVALID, "an address has at most " + MOST + " parameters");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : parts) {
      int is = part.indexOf('=');
      String name = is < 0 ? part : part.substring(0, is);
      values.putIfAbsent(decoded(name), is < 0 ? "" : decoded(part.substring(is + 1)));
    }
    return new Query(values);
  }

  private static String decoded(String text) throws Refusal {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal(Refusal.Kind.INVALID, "`" + text + "` is not a parameter of an address");
    }
  }

  /// Returns a value, or an empty text if there is none.
  public String text(String name) {
    return values.getOrDefault(name, "");
  }
}
