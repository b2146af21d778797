// SPDX-License-Identifier: Apache-2.0
package io.berth.services.cache;

import io.berth.services.Refusal;
import java.util.Locale;

/// The key of an entry and the version of its format, which have to fit both.
///
/// @param key what the workflow says; upper and lower case are the same to all comparisons, as with
///     GitHub, and are kept as they were given
/// @param version what the client makes of paths and compression
record CacheKey(String key, String version) {

  private static final int LONGEST = 512;

  static CacheKey of(String key, String version) throws Refusal {
    check("key", key);
    check("version", version);
    if (key.indexOf(',') >= 0) {
      throw new Refusal(Refusal.Kind.INVALID, "the key `" + key + "` has a comma");
    }
    return new CacheKey(key, version);
  }

  private static void check(String what, String text) throws Refusal {
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new Refusal(
          Refusal.Kind.INVALID,
          "the " + what + " has " + text.length() + " characters; it may have 1 to " + LONGEST);
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new Refusal(Refusal.Kind.INVALID, "the " + what + " has control characters");
    }
  }

  String folded() {
    return fold(key);
  }

  static String fold(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}
