// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.spi.Environment;
import io.berth.spi.FileEntry;
import io.berth.spi.FileHash;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// `hashFiles`: one hash over the hashes of the files in the workspace that patterns match, in
/// GitHub's order, so that its value is GitHub's.
///
/// The order is that of the search: the folders where patterns begin in the order of the patterns,
/// each searched depth first, names ordered by their bytes.
final class HashedFiles {

  private static final String FOLLOW = "--follow-symbolic-links";
  private static final int MOST_FILES = 2_000_000;

  private final Environment environment;
  private final String workspace;

  HashedFiles(Environment environment) {
    this.environment = environment;
    this.workspace = environment.layout().paths().workspace();
  }

  /// Returns the hash in hexadecimal digits, or an empty text if nothing matches.
  ///
  /// @param arguments the arguments of the function; a text may hold several patterns, one a line
  String hash(List<String> arguments) throws IOException {
    List<GlobPattern> patterns = new ArrayList<>();
    boolean follow = read(arguments, patterns);
    List<String> matched = matched(patterns, environment.listFiles(workspace, follow, MOST_FILES));
    if (matched.isEmpty()) {
      return "";
    }
    MessageDigest digest = sha256();
    boolean any = false;
    for (FileHash file : environment.hashFiles(matched)) {
      byte[] hash = file.sha256();
      // A link to a folder is no file.
      if (hash != null) {
        digest.update(hash);
        any = true;
      }
    }
    return any ? HexFormat.of().formatHex(digest.digest()) : "";
  }

  /// Returns whether links to folders are followed.
  private boolean read(List<String> arguments, List<GlobPattern> patterns) throws IOException {
    boolean follow = false;
    String home = environment.layout().env().getOrDefault("HOME", "/");
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith("--")) {
        if (i > 0 || !argument.strip().equalsIgnoreCase(FOLLOW)) {
          throw new IOException(
              "hashFiles does not know the option `"
                  + argument
                  + "`: only `"
                  + FOLLOW
                  + "` may stand first");
        }
        follow = true;
        continue;
      }
      for (String line : argument.lines().toList()) {
        String pattern = line.strip();
        if (!pattern.isEmpty() && !pattern.startsWith("#")) {
          patterns.add(GlobPattern.of(pattern, workspace, home));
        }
      }
    }
    return follow;
  }

  private List<String> matched(List<GlobPattern> patterns, List<FileEntry> entries) {
    List<String> files = new ArrayList<>();
    for (FileEntry entry : entries) {
      String path = workspace + "/" + entry.path();
      List<String> parts = List.of(path.substring(1).split("/", -1));
      boolean file = entry.kind() == FileEntry.Kind.FILE || entry.kind() == FileEntry.Kind.LINK;
      if (file && isWanted(patterns, parts)) {
        files.add(path);
      }
    }
    Set<String> ordered = new LinkedHashSet<>();
    for (GlobPattern pattern : patterns) {
      if (!pattern.negated()) {
        addBelow(pattern.start(), files, ordered);
      }
    }
    return List.copyOf(ordered);
  }

  private static boolean isWanted(List<GlobPattern> patterns, List<String> names) {
    boolean wanted = false;
    for (GlobPattern pattern : patterns) {
      if (wanted == pattern.negated() && pattern.matches(names)) {
        wanted = !pattern.negated();
      }
    }
    return wanted;
  }

  private static void addBelow(String start, List<String> files, Set<String> ordered) {
    String folder = start.equals("/") ? start : start + "/";
    for (String file : files) {
      if (file.equals(start) || file.startsWith(folder)) {
        ordered.add(file);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
