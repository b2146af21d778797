// SPDX-License-Identifier: Apache-2.0
/// What a workflow may ask of a container, in the words of the docker command, and what an
/// administrator lets it have. Pure: no engine is asked.
///
/// **May depend on:** the JDK, jspecify, `io.berth.model` and `io.berth.spi`.
@NullMarked
package io.berth.backend.docker.options;

import org.jspecify.annotations.NullMarked;
