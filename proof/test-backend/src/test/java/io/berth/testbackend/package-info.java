// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.berth.testbackend;

import org.jspecify.annotations.NullMarked;
