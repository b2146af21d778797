// SPDX-License-Identifier: Apache-2.0
/// What the kit adds to a backend, and an example of the least one.
@NullMarked
package io.berth.kit;

import org.jspecify.annotations.NullMarked;
