// SPDX-License-Identifier: Apache-2.0
/// From a workflow to its jobs: matrices, the graph of `needs`, calls, event filters, inputs.
///
/// **Start here:** [io.berth.workflow.plan.LegSet], then [io.berth.workflow.plan.Plan].
///
/// **May depend on:** what `io.berth.workflow` may, except snakeyaml-engine.
@NullMarked
package io.berth.workflow.plan;

import org.jspecify.annotations.NullMarked;
