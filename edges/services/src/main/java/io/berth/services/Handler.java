// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import java.io.IOException;

/// Answers the requests under one path.
@FunctionalInterface
public interface Handler {

  /// Answers one request. Many threads call it at once, each is a virtual one of its own.
  ///
  /// @throws Refusal if the request cannot be served; the client hears it in its own form
  /// @throws IOException if the client went away or the disk failed; the client is cut off
  Response handle(Request request) throws IOException;
}
