// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

/// How much a workflow file may hold. The defaults are those of GitHub's own reader.
///
/// @param fileSize the most bytes a file may have
/// @param depth how deeply mappings and sequences may be nested
/// @param nodes the most nodes a document may have, each alias counted in full
/// @param diagnostics the most diagnostics that are reported
public record Limits(int fileSize, int depth, int nodes, int diagnostics) {

  /// What applies unless something else is said.
  public static final Limits DEFAULT = new Limits(1024 * 1024, 50, 50_000, 100);
}
