// SPDX-License-Identifier: Apache-2.0
/// Processes as the operating system has them: groups, signals, whole trees, one thread for all.
///
/// **Start here:** [io.berth.os.Launch], then [io.berth.os.Child].
///
/// **May depend on:** the JDK, jspecify and `io.berth.model`.
@NullMarked
package io.berth.os;

import org.jspecify.annotations.NullMarked;
