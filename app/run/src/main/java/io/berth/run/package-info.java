// SPDX-License-Identifier: Apache-2.0
/// Runs workflows: performs what the engine decides and owns the folder of a run.
///
/// **Start here:** [io.berth.run.Exec], then [io.berth.run.ExecRequest].
///
/// **May depend on:** the JDK, jspecify, `contracts`, `core` and `edges`.
@NullMarked
package io.berth.run;

import org.jspecify.annotations.NullMarked;
