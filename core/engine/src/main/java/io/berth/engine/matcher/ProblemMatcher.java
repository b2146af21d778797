// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

import java.util.List;

/// Recognises one kind of problem in the lines of an output.
///
/// @param owner its name; of several with one name the latest counts
/// @param severity how grave a problem is that does not say so itself, or empty
/// @param fromPath a file from whose folder paths lead, or empty
/// @param patterns what the lines of a problem look like, one line after the other
/// @param definition the JSON that it was read from
record ProblemMatcher(
    String owner, String severity, String fromPath, List<LinePattern> patterns, String definition) {

  ProblemMatcher {
    patterns = List.copyOf(patterns);
  }

  LinePattern last() {
    return patterns.getLast();
  }
}
