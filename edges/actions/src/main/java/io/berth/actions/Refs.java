// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names of commits.
final class Refs {

  static final int LONG_COMMIT = 64;
  private static final int COMMIT = 40;
  private static final int SHORTEST = 4;
  private static final String TAGS = "refs/tags/";
  private static final String HEADS = "refs/heads/";
  private static final String PEELED = "^{}";

  private Refs() {}

  /// Returns whether a ref is a commit, written in full.
  static boolean isCommit(String ref) {
    return (ref.length() == COMMIT || ref.length() == LONG_COMMIT) && isHex(ref);
  }

  /// Returns whether a ref looks like the beginning of a commit.
  static boolean isShortCommit(String ref) {
    return ref.length() >= SHORTEST && ref.length() < COMMIT && isHex(ref);
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  /// Returns whether git takes a text for the name of a branch or tag.
  static boolean isName(String ref) {
    if (ref.contains("..") || ref.contains("@{") || ref.startsWith("-") || ref.endsWith("/")) {
      return false;
    }
    for (int i = 0; i < ref.length(); i++) {
      char c = ref.charAt(i);
      if (c <= ' ' || c == 0x7f || "~^:?*[\\".indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  /// Returns what a short name may stand for, best first: a tag, then a branch.
  static List<String> candidates(String ref) {
    if (ref.startsWith("refs/")) {
      return List.of(ref + PEELED, ref);
    }
    return List.of(
        TAGS + ref + PEELED, TAGS + ref, HEADS + ref, "refs/" + ref + PEELED, "refs/" + ref);
  }

  /// Returns what a name may stand for where branches come before tags, best first.
  static List<String> branchFirst(String ref) {
    if (ref.startsWith("refs/") || ref.equals("HEAD")) {
      return List.of(ref);
    }
    return List.of(HEADS + ref, TAGS + ref, "refs/" + ref);
  }

  /// Returns the name of a branch or tag without its kind, or `null` if it is neither.
  static @Nullable String plain(String name) {
    if (name.endsWith(PEELED)) {
      return null;
    }
    if (name.startsWith(TAGS)) {
      return name.substring(TAGS.length());
    }
    return name.startsWith(HEADS) ? name.substring(HEADS.length()) : null;
  }

  /// Reads what `git ls-remote` prints, and skips what it warns of.
  static Map<String, String> parse(String output) {
    Map<String, String> commits = new LinkedHashMap<>();
    for (String line : output.split("\n", -1)) {
      int tab = line.indexOf('\t');
      if (tab > 0 && isCommit(line.substring(0, tab))) {
        commits.put(line.substring(tab + 1).strip(), line.substring(0, tab));
      }
    }
    return commits;
  }
}
