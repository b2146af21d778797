// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

/// What is served under one path. The longest path that fits a request serves it.
///
/// @param path begins and ends with a slash, as `/_apis/artifactcache/`
/// @param access what a caller must show before the handler hears of it
/// @param handler who answers
public record Route(String path, Access access, Handler handler) {

  /// How callers show who they are.
  public enum Access {
    /// The token of a job that runs, as a bearer of it. Refusals are JSON.
    TOKEN,
    /// A [link][Links] that was made for this path and this kind of method. Refusals are XML, as
    /// clients of blob storage read it.
    LINK
  }

  /// Checks the path.
  ///
  /// @throws IllegalArgumentException if it does not begin and end with a slash
  public Route {
    if (!path.startsWith("/") || !path.endsWith("/")) {
      throw new IllegalArgumentException("`" + path + "` does not begin and end with a slash");
    }
  }
}
