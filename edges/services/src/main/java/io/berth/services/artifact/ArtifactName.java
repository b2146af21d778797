// SPDX-License-Identifier: Apache-2.0
package io.berth.services.artifact;

import io.berth.services.Refusal;

/// What artifacts and the files in them may be called: what any system can keep as a file.
final class ArtifactName {

  private static final String FORBIDDEN = "\":<>|*?\\/";
  private static final int LONGEST = 255;
  private static final int LONGEST_PATH = 4096;

  private ArtifactName() {}

  /// @throws Refusal if no artifact may be called so
  static String check(String name) throws Refusal {
    if (name.isEmpty() || name.length() > LONGEST) {
      throw refused(name, "has 1 to " + LONGEST + " characters");
    }
    if (isDots(name) || holdsForbidden(name)) {
      throw refused(
          name, "holds none of `\" : < > | * ? \\ /`, no control character, and is not `..`");
    }
    return name;
  }

  /// Returns the path of a file in an artifact with `/` between its parts, none of which leads
  /// anywhere else than down.
  ///
  /// @throws Refusal if no file may be called so
  static String checkPath(String path) throws Refusal {
    String plain = path.replace('\\', '/');
    if (plain.length() > LONGEST_PATH) {
      throw refused(plain.substring(0, 80) + "…", "has up to " + LONGEST_PATH + " characters");
    }
    for (String part : plain.split("/", -1)) {
      if (part.isEmpty() || isDots(part) || holdsForbidden(part)) {
        throw refused(path, "has parts that any system can keep, and none that is empty or `..`");
      }
    }
    return plain;
  }

  private static boolean isDots(String part) {
    return part.equals(".") || part.equals("..");
  }

  private static boolean holdsForbidden(String part) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (Character.isISOControl(c) || FORBIDDEN.indexOf(c) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static Refusal refused(String name, String rule) {
    return new Refusal(
        Refusal.Kind.INVALID, "the artifact name is not valid: `" + name + "`; a name " + rule);
  }
}
