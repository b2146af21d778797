// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

/// What one line must look like for a matcher, and what its groups mean.
///
/// @param regexp finds it
/// @param file the group with the file, or [#NONE]; so with those that follow
/// @param line the line in that file
/// @param column the column in that line
/// @param severity how grave it is
/// @param code a code of the problem
/// @param message what is wrong
/// @param fromPath a file from whose folder the path leads
/// @param loop whether it is tried again on each line that follows
record LinePattern(
    Regexp regexp,
    int file,
    int line,
    int column,
    int severity,
    int code,
    int message,
    int fromPath,
    boolean loop) {

  /// No group.
  static final int NONE = -1;

  /// Adds what the groups of a line say to what the lines before it said.
  Found found(Found before, String[] groups) {
    return new Found(
        part(before.file(), file, groups),
        part(before.line(), line, groups),
        part(before.column(), column, groups),
        part(before.severity(), severity, groups),
        part(before.code(), code, groups),
        part(before.message(), message, groups),
        part(before.fromPath(), fromPath, groups));
  }

  private static String part(String before, int group, String[] groups) {
    return group == NONE ? before : groups[group];
  }
}
