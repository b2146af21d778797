// SPDX-License-Identifier: Apache-2.0
/// The program: one class per command that parses, calls and prints.
///
/// **Start here:** [io.berth.cli.Main], then [io.berth.cli.CommandName].
///
/// **May depend on:** everything above it; the only package that touches the standard streams.
@NullMarked
package io.berth.cli;

import org.jspecify.annotations.NullMarked;
