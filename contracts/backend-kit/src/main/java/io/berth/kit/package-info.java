// SPDX-License-Identifier: Apache-2.0
/// Lifts a small backend, which makes places, starts commands and moves tar streams, to the whole
/// contract: `new LiftedBackend(small, LiftedBackend.Surroundings.usual())`.
///
/// **Start here:** [io.berth.kit.SmallBackend], [io.berth.kit.Place], [io.berth.kit.Running]; then
/// [io.berth.kit.LiftedBackend] for what they get. [io.berth.kit.Janitor] ends leases.
///
/// **May depend on:** the JDK, jspecify, `io.berth.model` and `io.berth.spi`.
@NullMarked
package io.berth.kit;

import org.jspecify.annotations.NullMarked;
