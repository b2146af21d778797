// SPDX-License-Identifier: Apache-2.0
/// Tests of what connects plugins.
@NullMarked
package io.berth.plugin;

import org.jspecify.annotations.NullMarked;
