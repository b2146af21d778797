// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.util.List;
import java.util.Map;

/// A program to start.
///
/// @param command the program and its arguments; a program without a slash is looked up in the
///     `PATH` of `env`
/// @param env all of its variables
/// @param directory the absolute path of the folder it starts in
public record Program(List<String> command, Map<String, String> env, String directory) {}
