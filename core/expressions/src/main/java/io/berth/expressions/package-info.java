// SPDX-License-Identifier: Apache-2.0
/// The expression language of workflows: parsing, evaluation, coercions, JSON.
///
/// **Start here:** [io.berth.expressions.Expression], then [io.berth.expressions.Value].
///
/// **May depend on:** the JDK, jspecify and `io.berth.model`.
@NullMarked
package io.berth.expressions;

import org.jspecify.annotations.NullMarked;
