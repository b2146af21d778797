// SPDX-License-Identifier: Apache-2.0
/// Finds actions and called workflows in repositories, fetches them by commit and keeps them.
///
/// **Start here:** [io.berth.actions.Actions], then [io.berth.actions.ActionStore].
///
/// **May depend on:** the JDK, jspecify, `io.berth.model`, the modules of `core` and `io.berth.os`.
@NullMarked
package io.berth.actions;

import org.jspecify.annotations.NullMarked;
