// SPDX-License-Identifier: Apache-2.0
/// Keeps what jobs put away under a key and gives it to later runs: both interfaces of GitHub.
///
/// **Start here:** [io.berth.services.cache.CacheService], then `CacheStore`.
///
/// **May depend on:** the JDK, jspecify, `io.berth.services` and what that may depend on.
@NullMarked
package io.berth.services.cache;

import org.jspecify.annotations.NullMarked;
