// SPDX-License-Identifier: Apache-2.0
/// What the protocol's messages mean in the words of the spi, the same on both sides of the wire.
///
/// Everything that comes in is checked here: what the spi's records do not allow is an
/// [IllegalArgumentException] that says which field it was.
@NullMarked
package io.berth.sdk.wire;

import org.jspecify.annotations.NullMarked;
