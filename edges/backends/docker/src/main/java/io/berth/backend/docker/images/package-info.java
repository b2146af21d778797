// SPDX-License-Identifier: Apache-2.0
/// Which image is meant, whether it may be used, when it is pulled, and what opens its registry.
/// Asks no engine and no registry.
///
/// **Start here:** [io.berth.backend.docker.images.ImagePolicy].
@NullMarked
package io.berth.backend.docker.images;

import org.jspecify.annotations.NullMarked;
