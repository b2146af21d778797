// SPDX-License-Identifier: Apache-2.0
/// The program as its users have it, and the arrows between its modules.
///
/// **May depend on:** everything.
@NullMarked
package io.berth.e2e;

import org.jspecify.annotations.NullMarked;
