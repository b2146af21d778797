// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import java.time.Instant;

/// A piece of the masked log of a step. Blocks of one step come in order and together are its log,
/// byte for byte.
///
/// @param step whose output it is
/// @param time when it was read
/// @param bytes whole lines, each ended by a line feed, except that the very last line of a step
///     may lack it; never changed after construction. They need not be valid UTF-8
public record LogBlock(StepKey step, Instant time, byte[] bytes) {}
