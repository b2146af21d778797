// SPDX-License-Identifier: Apache-2.0
/// Prepares class files for the start-up cache.
///
/// **Start here:** [io.berth.lowering.Main].
///
/// **May depend on:** the JDK only.
@NullMarked
package io.berth.lowering;

import org.jspecify.annotations.NullMarked;
