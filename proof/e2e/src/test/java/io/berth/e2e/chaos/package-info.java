// SPDX-License-Identifier: Apache-2.0
/// Runs of the program during which processes are killed, stopped and cut off.
///
/// **Start here:** [io.berth.e2e.chaos.ChaosIT].
///
/// **May depend on:** the JDK, AssertJ, JUnit and `io.berth.expressions`.
@NullMarked
package io.berth.e2e.chaos;

import org.jspecify.annotations.NullMarked;
