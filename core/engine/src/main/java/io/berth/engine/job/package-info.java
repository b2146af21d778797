// SPDX-License-Identifier: Apache-2.0
/// The steps of one job: what to do next, decided without doing anything.
///
/// **Start here:** [io.berth.engine.job.JobState], then [io.berth.engine.job.Action].
///
/// **May depend on:** the JDK, jspecify, `io.berth.model`, `io.berth.spi`, `io.berth.engine` and
/// the modules of `core` above it.
@NullMarked
package io.berth.engine.job;

import org.jspecify.annotations.NullMarked;
