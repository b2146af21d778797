// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.util.List;

/// A pattern of an allow-list: `?` is a character and `*` any number of them, but no `/`; `**` is
/// any number of characters; `/**` at the end is also nothing.
public final class Pattern {

  private Pattern() {}

  /// Returns whether one of `patterns` is a pattern of `text`.
  public static boolean matchesAny(List<String> patterns, String text) {
    for (String pattern : patterns) {
      if (matches(pattern, text)) {
        return true;
      }
    }
    return false;
  }

  /// Returns whether `pattern` is a pattern of `text`.
  public static boolean matches(String pattern, String text) {
    if (pattern.endsWith("/**") && text.equals(pattern.substring(0, pattern.length() - 3))) {
      return true;
    }
    boolean[] reached = new boolean[text.length() + 1];
    reached[0] = true;
    for (int at = 0; at < pattern.length(); at++) {
      char c = pattern.charAt(at);
      if (c != '*') {
        for (int end = text.length(); end > 0; end--) {
          char t = text.charAt(end - 1);
          reached[end] = reached[end - 1] && (c == '?' ? t != '/' : c == t);
        }
        reached[0] = false;
        continue;
      }
      boolean any = pattern.startsWith("**", at);
      for (int end = 1; end <= text.length(); end++) {
        reached[end] |= reached[end - 1] && (any || text.charAt(end - 1) != '/');
      }
      if (any) {
        at++;
      }
    }
    return reached[text.length()];
  }

  /// Returns the folders that a pattern begins with and that hold no wildcard.
  static String fixedPart(String pattern) {
    int wild = 0;
    while (wild < pattern.length() && "*?".indexOf(pattern.charAt(wild)) < 0) {
      wild++;
    }
    if (wild == pattern.length()) {
      return pattern;
    }
    int slash = pattern.lastIndexOf('/', wild);
    return slash < 0 ? "" : pattern.substring(0, slash);
  }
}
