// SPDX-License-Identifier: Apache-2.0
/// Generated expressions, evaluated by Berth and by GitHub's own evaluator, which must agree.
///
/// **Start here:** `EvaluatorDifferenceIT`.
@NullMarked
package io.berth.conformance.fuzz;

import org.jspecify.annotations.NullMarked;
