// SPDX-License-Identifier: Apache-2.0
/// Connects plugins and turns them into backends. What a plugin sends is not trusted: sizes,
/// positions and names are checked, and what cannot be is never taken for a success.
@NullMarked
package io.berth.plugin;

import org.jspecify.annotations.NullMarked;
