/// The HTTP interface of Docker and Podman: connections, calls, and what an engine is.
///
/// **Start here:** [io.berth.backend.docker.engine.DockerEndpoint].
///
/// **May depend on:** the JDK, jspecify, `io.berth.model`, `io.berth.spi`, `io.berth.expressions`.
@NullMarked
package io.berth.backend.docker.engine;

import org.jspecify.annotations.NullMarked;
