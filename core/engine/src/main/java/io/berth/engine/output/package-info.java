// SPDX-License-Identifier: Apache-2.0
/// What becomes of the bytes that a step prints, and of the files it leaves for the runner.
///
/// **Start here:** [io.berth.engine.output.OutputPipeline], then [io.berth.engine.output.Masker].
///
/// **May depend on:** the JDK, jspecify, `io.berth.engine`, its matchers, `io.berth.workflow`. No
/// input or output: bytes in, bytes and records out.
@NullMarked
package io.berth.engine.output;

import org.jspecify.annotations.NullMarked;
