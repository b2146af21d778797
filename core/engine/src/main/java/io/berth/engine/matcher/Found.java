// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

/// What the lines of a problem have said so far; empty where nothing was said.
///
/// @param file a path
/// @param line a number in its text
/// @param column a number in its text
/// @param severity `error`, `warning` or `notice`
/// @param code a code
/// @param message what is wrong
/// @param fromPath a file from whose folder the path leads
public record Found(
    String file,
    String line,
    String column,
    String severity,
    String code,
    String message,
    String fromPath) {

  static final Found NOTHING = new Found("", "", "", "", "", "", "");

  Found or(String defaultSeverity, String defaultFromPath) {
    return new Found(
        file,
        line,
        column,
        severity.isEmpty() ? defaultSeverity : severity,
        code,
        message,
        fromPath.isEmpty() ? defaultFromPath : fromPath);
  }
}
