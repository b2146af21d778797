// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/// Ends a call before it reaches a service.
final class Refusal {

  private Refusal() {}

  static void close(ServerCall<?, ?> call, StatusRuntimeException why) {
    @Nullable Metadata trailers = why.getTrailers();
    call.close(why.getStatus(), trailers == null ? new Metadata() : trailers);
  }
}
