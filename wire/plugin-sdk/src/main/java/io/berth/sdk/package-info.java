// SPDX-License-Identifier: Apache-2.0
/// Serves a backend to runners in other processes, in three lines:
/// `try (var server = PluginServer.start(factory, ServerAddress.parse("unix:///run/b.sock", null)))
/// { server.await(); }`. Whatever the protocol demands beyond the spi is done here.
@NullMarked
package io.berth.sdk;

import org.jspecify.annotations.NullMarked;
