// SPDX-License-Identifier: Apache-2.0
/// The step agent: executions that an environment owns, whoever watches them.
///
/// **Start here:** [io.berth.agent.Agent], then `agent.sh` beside it.
///
/// **May depend on:** the JDK, jspecify, `io.berth.model`, `io.berth.spi`, `io.berth.kit`.
@NullMarked
package io.berth.agent;

import org.jspecify.annotations.NullMarked;
