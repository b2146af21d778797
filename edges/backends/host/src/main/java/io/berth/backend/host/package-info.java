// SPDX-License-Identifier: Apache-2.0
/// The machine that Berth runs on, as a backend: a folder per environment, no containers.
///
/// **Start here:** [io.berth.backend.host.HostBackend].
///
/// **May depend on:** the JDK, jspecify, `io.berth.model`, `io.berth.spi` and `io.berth.os`.
@NullMarked
package io.berth.backend.host;

import org.jspecify.annotations.NullMarked;
