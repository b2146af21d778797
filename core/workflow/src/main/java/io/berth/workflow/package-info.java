// SPDX-License-Identifier: Apache-2.0
/// Workflow files: from YAML to a model, what is wrong with them, and which jobs they make.
///
/// **Start here:** [io.berth.workflow.Workflow].
///
/// **May depend on:** the JDK, jspecify, `io.berth.model`, `io.berth.expressions` and, for reading
/// YAML, snakeyaml-engine.
@NullMarked
package io.berth.workflow;

import org.jspecify.annotations.NullMarked;
