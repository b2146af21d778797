// SPDX-License-Identifier: Apache-2.0
/// What a backend author implements: the life of one execution environment.
///
/// **Start here:** [io.berth.spi.Backend], [io.berth.spi.Environment], then
/// [io.berth.spi.ExecOutcome].
///
/// **May depend on:** the JDK, jspecify and `io.berth.model`.
@NullMarked
package io.berth.spi;

import org.jspecify.annotations.NullMarked;
