// SPDX-License-Identifier: Apache-2.0
/// Shows a run to people and machines: a live tree, plain lines, JSON lines.
///
/// **Start here:** [io.berth.console.PlainLog], then `Progress`, which all read events through.
///
/// **May depend on:** the JDK, jspecify, `model`, `expressions` and `engine`.
@NullMarked
package io.berth.console;

import org.jspecify.annotations.NullMarked;
