// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import java.util.ArrayList;
import java.util.List;

/// One pattern of `hashFiles`: `*`, `?` and `[…]` match within a name, `**` matches any number of
/// folders. Names that begin with a dot match like all others; there are no braces.
///
/// A pattern also matches everything below a folder that it matches, as `@actions/glob` 0.4 does
/// by its implicit descendants.
///
/// @param negated whether what matches is taken out
/// @param segments the names and patterns between the slashes of an absolute path
record GlobPattern(boolean negated, List<String> segments) {

  private static final String ANY_FOLDERS = "**";

  GlobPattern {
    segments = List.copyOf(segments);
  }

  /// Reads a pattern.
  ///
  /// @param text the pattern, not empty, with or without `!` before it
  /// @param workspace where a relative one begins, an absolute path
  /// @param home what `~` stands for
  static GlobPattern of(String text, String workspace, String home) {
    String pattern = text;
    boolean negated = false;
    while (pattern.startsWith("!")) {
      negated = !negated;
      pattern = pattern.substring(1).strip();
    }
    if (pattern.equals("~") || pattern.startsWith("~/")) {
      pattern = literal(home) + pattern.substring(1);
    } else if (!pattern.startsWith("/")) {
      pattern = literal(workspace) + "/" + pattern;
    }
    List<String> segments = new ArrayList<>();
    for (String segment : pattern.split("/", -1)) {
      if (segment.equals("..")) {
        if (!segments.isEmpty()) {
          segments.removeLast();
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    return new GlobPattern(negated, segments);
  }

  /// Returns the folder or file where a search has to begin: the names before the first pattern.
  String start() {
    var start = new StringBuilder();
    for (String segment : segments) {
      if (isPattern(segment)) {
        break;
      }
      start.append('/').append(unescaped(segment));
    }
    return start.isEmpty() ? "/" : start.toString();
  }

  /// Returns whether a path matches, or lies below a folder that does.
  ///
  /// @param names the names of an absolute path
  boolean matches(List<String> names) {
    return matches(0, names, 0);
  }

  private boolean matches(int segment, List<String> names, int name) {
    if (segment == segments.size()) {
      return true;
    }
    if (segments.get(segment).equals(ANY_FOLDERS)) {
      for (int next = name; next <= names.size(); next++) {
        if (matches(segment + 1, names, next)) {
          return true;
        }
      }
      return false;
    }
    return name < names.size()
        && matches(segments.get(segment), 0, names.get(name), 0)
        && matches(segment + 1, names, name + 1);
  }

  private static boolean matches(String pattern, int p, String name, int n) {
    if (p == pattern.length()) {
      return n == name.length();
    }
    char c = pattern.charAt(p);
    if (c == '*') {
      for (int next = n; next <= name.length(); next++) {
        if (matches(pattern, p + 1, name, next)) {
          return true;
        }
      }
      return false;
    }
    if (n == name.length()) {
      return false;
    }
    if (c == '[') {
      int end = classEnd(pattern, p);
      if (end > 0) {
        return inClass(pattern, p + 1, end, name.charAt(n))
            && matches(pattern, end + 1, name, n + 1);
      }
    }
    if (c == '\\' && p + 1 < pattern.length()) {
      return pattern.charAt(p + 1) == name.charAt(n) && matches(pattern, p + 2, name, n + 1);
    }
    return (c == '?' || c == name.charAt(n)) && matches(pattern, p + 1, name, n + 1);
  }

  /// Returns where the `]` of a class stands, or -1 if it has none and `[` stands for itself.
  private static int classEnd(String pattern, int start) {
    int first = start + 1;
    if (first < pattern.length()
        && (pattern.charAt(first) == '!' || pattern.charAt(first) == '^')) {
      first++;
    }
    return pattern.indexOf(']', first + 1);
  }

  private static boolean inClass(String pattern, int from, int to, char c) {
    boolean negated = pattern.charAt(from) == '!' || pattern.charAt(from) == '^';
    boolean found = false;
    for (int i = negated ? from + 1 : from; i < to; i++) {
      if (i + 2 < to && pattern.charAt(i + 1) == '-') {
        found |= pattern.charAt(i) <= c && c <= pattern.charAt(i + 2);
        i += 2;
      } else {
        found |= pattern.charAt(i) == c;
      }
    }
    return found != negated;
  }

  private static boolean isPattern(String segment) {
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '*' || c == '?' || (c == '[' && classEnd(segment, i) > 0)) {
        return true;
      }
    }
    return false;
  }

  private static String unescaped(String segment) {
    var text = new StringBuilder();
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '\\' && i + 1 < segment.length()) {
        i++;
        c = segment.charAt(i);
      }
      text.append(c);
    }
    return text.toString();
  }

  /// Returns a path in which nothing is a pattern.
  private static String literal(String path) {
    var text = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '*' || c == '?' || c == '[' || c == '\\') {
        text.append('\\');
      }
      text.append(c);
    }
    return text.toString();
  }
}
