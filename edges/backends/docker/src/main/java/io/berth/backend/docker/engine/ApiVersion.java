// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

/// A version of the interface, as `1.41`.
///
/// @param minor what follows `1.`
public record ApiVersion(int minor) implements Comparable<ApiVersion> {

  /// The oldest that is spoken.
  public static final ApiVersion OLDEST = new ApiVersion(40);

  /// The newest that is spoken: what it says is known here, and engines beyond it speak it too.
  public static final ApiVersion NEWEST = new ApiVersion(52);

  /// Reads a version.
  ///
  /// @throws IllegalArgumentException if it is none
  static ApiVersion parse(String text) {
    if (!text.startsWith("1.")) {
      throw new IllegalArgumentException("`" + text + "` is no version of the Docker API");
    }
    return new ApiVersion(Integer.parseInt(text.substring(2)));
  }

  @Override
  public int compareTo(ApiVersion that) {
    return Integer.compare(minor, that.minor);
  }

  @Override
  public String toString() {
    return "1." + minor;
  }
}
