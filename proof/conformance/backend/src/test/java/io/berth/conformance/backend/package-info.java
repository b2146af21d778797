// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.berth.conformance.backend;

import org.jspecify.annotations.NullMarked;
