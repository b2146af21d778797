// SPDX-License-Identifier: Apache-2.0
/// The life of a run as pure functions: events go in, actions come out.
///
/// **Start here:** [io.berth.engine.Event], then `RunState` (jobs) and `JobState` (steps).
///
/// **May depend on:** the JDK, jspecify, `io.berth.model`, `io.berth.spi` and the modules of `core`
/// above it.
@NullMarked
package io.berth.engine;

import org.jspecify.annotations.NullMarked;
