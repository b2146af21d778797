// SPDX-License-Identifier: Apache-2.0
/// Runs external suites against the program, as `dev/conformance` does.
///
/// **Start here:** [io.berth.conformance.Main], then [io.berth.conformance.Suite].
///
/// **May depend on:** the JDK and the core; the program itself is started, not linked.
@NullMarked
package io.berth.conformance;

import org.jspecify.annotations.NullMarked;
