// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.berth.sdk;

import org.jspecify.annotations.NullMarked;
