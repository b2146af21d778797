// SPDX-License-Identifier: Apache-2.0
/// Benchmarks of whole processes and of hot loops, each beside a floor in the same run.
///
/// **Start here:** [io.berth.bench.Main].
///
/// **May depend on:** everything; the program itself is started, not linked.
@NullMarked
package io.berth.bench;

import org.jspecify.annotations.NullMarked;
