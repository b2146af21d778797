// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import java.util.ArrayDeque;
import java.util.Deque;

/// Finds the files that printed problems speak of.
///
/// @param workspace the workspace as the step sees it
/// @param files what there is
record ProblemFile(String workspace, WorkspaceFiles files) {

  /// Returns an absolute path; a relative one starts at the workspace.
  String absolute(String path) {
    return normal(isAbsolute(path) ? path : workspace + "/" + path);
  }

  /// Returns the path of a file relative to the workspace, or an empty text if there is no such
  /// file in it.
  ///
  /// @param fromPath a file from whose folder the path leads, or empty
  String relative(String path, String fromPath) {
    if (path.isEmpty() || workspace.isEmpty()) {
      return "";
    }
    int folder = Math.max(fromPath.lastIndexOf('/'), isWindows() ? fromPath.lastIndexOf('\\') : -1);
    boolean leads = folder >= 0 && !isAbsolute(path);
    String absolute = absolute(leads ? fromPath.substring(0, folder + 1) + path : path);
    String root = normal(workspace);
    root = root.endsWith("/") ? root : root + "/";
    boolean inside = absolute.startsWith(root) && absolute.length() > root.length();
    return inside && files.exists(absolute) ? absolute.substring(root.length()) : "";
  }

  private boolean isWindows() {
    return workspace.indexOf('\\') >= 0;
  }

  private boolean isAbsolute(String path) {
    return path.startsWith("/")
        || (isWindows() && (path.startsWith("\\") || (path.length() > 1 && path.charAt(1) == ':')));
  }

  /// Takes `.` and `..` out of an absolute path.
  private String normal(String path) {
    String plain = isWindows() ? path.replace('\\', '/') : path;
    Deque<String> names = new ArrayDeque<>();
    for (String name : plain.split("/", -1)) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    String joined = String.join("/", names);
    return plain.startsWith("/") ? "/" + joined : joined;
  }
}
