// SPDX-License-Identifier: Apache-2.0
/// The HTTP server that jobs talk to: who may call, with which token, and how bodies travel.
///
/// **Start here:** [io.berth.services.JobServices], then [io.berth.services.Route] to serve more.
///
/// **May depend on:** the JDK with its `jdk.httpserver`, jspecify, `io.berth.model` and
/// `io.berth.expressions`. Nothing here knows a run, a journal or a backend.
@NullMarked
package io.berth.services;

import org.jspecify.annotations.NullMarked;
