// SPDX-License-Identifier: Apache-2.0
/// The suite that compares how workflow files are read with how GitHub's own readers do it.
///
/// **Start here:** [io.berth.conformance.reader.ReaderSuite].
///
/// **May depend on:** the JDK, jspecify, `io.berth.expressions` and `io.berth.workflow`.
@NullMarked
package io.berth.conformance.reader;

import org.jspecify.annotations.NullMarked;
