// SPDX-License-Identifier: Apache-2.0
/// Problem matchers: the lines of an output that say what is wrong and where.
///
/// **Start here:** [io.berth.engine.matcher.Matching], then
/// [io.berth.engine.matcher.MatcherFile]; [io.berth.engine.matcher.Regexp] is the language of their
/// patterns.
///
/// **May depend on:** the JDK, jspecify, `io.berth.expressions` and `io.berth.engine`.
@NullMarked
package io.berth.engine.matcher;

import org.jspecify.annotations.NullMarked;
