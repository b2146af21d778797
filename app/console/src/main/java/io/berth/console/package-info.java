// SPDX-License-Identifier: Apache-2.0
/// Shows a run to people and machines: a live tree, plain lines, JSON lines.
///
/// **Start here:** [io.berth.console.PlainLog] and [io.berth.console.LiveTree]; both read the
// events
/// through `Progress`.
///
/// **May depend on:** the JDK, jspecify, `io.berth.model`, `io.berth.engine`,
// `io.berth.expressions`.
@NullMarked
package io.berth.console;

import org.jspecify.annotations.NullMarked;
