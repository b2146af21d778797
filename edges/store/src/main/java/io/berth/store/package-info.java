// SPDX-License-Identifier: Apache-2.0
/// Keeps the events and the masked log of every run in append-only files, and reads them again.
///
/// **Start here:** [io.berth.store.RunStore], then [io.berth.store.RunJournal].
///
/// **May depend on:** the JDK, jspecify, `io.berth.model` and the modules of `core`.
@NullMarked
package io.berth.store;

import org.jspecify.annotations.NullMarked;
