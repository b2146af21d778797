// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.expressions.Value;
import java.util.List;

/// One combination of a matrix.
///
/// @param values the `matrix` context of the leg
/// @param segments the texts that tell it from the other legs: the scalars in the values of its
///     vectors, without what `include` added
public record MatrixLeg(Value.ObjectValue values, List<String> segments) {

  private static final int MAX_LENGTH = 100;

  public MatrixLeg {
    segments = List.copyOf(segments);
  }

  /// Returns how a leg of the job with this name is shown: `name (linux, 25)`.
  public String displayName(String jobName) {
    var name = segments.isEmpty() ? jobName : jobName + " (" + String.join(", ", segments) + ")";
    return shortened(name);
  }

  /// Returns the id of the leg: `build_linux_25`, of letters, digits, `_` and `-` only.
  public String id(String jobId) {
    var id = new StringBuilder(jobId);
    for (String segment : segments) {
      id.append('_');
      for (int i = 0; i < segment.length(); i++) {
        char c = segment.charAt(i);
        id.append(allowed(c) ? c : '_');
      }
    }
    return id.length() > MAX_LENGTH ? id.substring(0, MAX_LENGTH) : id.toString();
  }

  /// Returns a name of at most 100 characters.
  static String shortened(String name) {
    if (name.length() <= MAX_LENGTH) {
      return name;
    }
    int end = MAX_LENGTH - 3;
    if (Character.isHighSurrogate(name.charAt(end - 1))) {
      end--;
    }
    return name.substring(0, end) + "...";
  }

  private static boolean allowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
