// SPDX-License-Identifier: Apache-2.0
/// Engines that speak the Docker API, Docker and Podman, as a backend.
///
/// **May depend on:** the JDK, jspecify, `io.berth.model`, `io.berth.spi`, `io.berth.kit`,
/// `io.berth.os` and `io.berth.agent`.
@NullMarked
package io.berth.backend.docker;

import org.jspecify.annotations.NullMarked;
