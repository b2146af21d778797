// SPDX-License-Identifier: Apache-2.0
/// Tests with our own cases, and of what judges them.
@NullMarked
package io.berth.conformance.workflow;

import org.jspecify.annotations.NullMarked;
