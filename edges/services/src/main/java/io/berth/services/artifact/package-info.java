// SPDX-License-Identifier: Apache-2.0
/// Artifacts: what the jobs of a run leave for each other and for whoever started the run.
///
/// **Start here:** [io.berth.services.artifact.ArtifactService], then
/// [io.berth.services.artifact.StoredArtifact] for what stays when the run has ended.
///
/// **May depend on:** the JDK, jspecify, `io.berth.model`, `io.berth.expressions`,
// `io.berth.services`.
@NullMarked
package io.berth.services.artifact;

import org.jspecify.annotations.NullMarked;
