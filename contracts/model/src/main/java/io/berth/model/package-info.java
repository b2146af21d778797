// SPDX-License-Identifier: Apache-2.0
/// Records that every part of Berth shares: errors and the places they point at.
///
/// **Start here:** [io.berth.model.BerthError].
///
/// **May depend on:** the JDK and jspecify.
@NullMarked
package io.berth.model;

import org.jspecify.annotations.NullMarked;
