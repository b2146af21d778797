// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.grpc.StatusException;

/// One call of a plugin, made again when it has to be.
///
/// @param <A> what it answers
@FunctionalInterface
interface Call<A> {
  A make() throws StatusException, InterruptedException;
}
