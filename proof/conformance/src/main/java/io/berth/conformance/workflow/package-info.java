// SPDX-License-Identifier: Apache-2.0
/// Runs our own cases: workflows with what must come of them, as data.
///
/// **Start here:** `proof/conformance/workflow/README.md`, then
/// [io.berth.conformance.workflow.WorkflowCases].
///
/// **May depend on:** the JDK, core/expressions (for JSON) and the suites' runner.
@NullMarked
package io.berth.conformance.workflow;

import org.jspecify.annotations.NullMarked;
