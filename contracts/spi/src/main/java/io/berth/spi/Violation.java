// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import org.jspecify.annotations.Nullable;

/// Something in a configuration that its backend does not accept.
///
/// @param path where, as keys joined by dots, `ports[0]` for items; empty for the whole
/// @param problem what is wrong, one sentence without a full stop
/// @param remedy what to do about it, in the imperative, or `null` if nothing helps
public record Violation(String path, String problem, @Nullable String remedy) {}
