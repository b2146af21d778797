// SPDX-License-Identifier: Apache-2.0
package io.berth.services.artifact;

/// What the artifacts of one run may cost.
///
/// @param artifacts how many a run may have, unfinished ones included
/// @param bytes how large one may be
/// @param blocks in how many pieces one may be sent
/// @param files how many files one may have that is sent file by file
public record ArtifactLimits(int artifacts, long bytes, int blocks, int files) {

  /// For runs of one machine: 2000 artifacts of 64 GiB, 50,000 blocks, 200,000 files.
  public static final ArtifactLimits USUAL = new ArtifactLimits(2000, 64L << 30, 50_000, 200_000);
}
