// SPDX-License-Identifier: Apache-2.0
/// Nothing is lost on the wire.
@NullMarked
package io.berth.sdk.wire;

import org.jspecify.annotations.NullMarked;
