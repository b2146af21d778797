// SPDX-License-Identifier: Apache-2.0
/// The protocol files hold what was promised.
@NullMarked
package io.berth.protocol;

import org.jspecify.annotations.NullMarked;
