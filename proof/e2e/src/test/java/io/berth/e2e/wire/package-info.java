// SPDX-License-Identifier: Apache-2.0
/// Backends on the other side of a wire.
@NullMarked
package io.berth.e2e.wire;

import org.jspecify.annotations.NullMarked;
