// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an engine answered. Its body is read from the connection, which is free again at its end.
///
/// @param status of HTTP
/// @param headers by their names in lower case
/// @param body what follows
public record Answer(int status, Map<String, String> headers, InputStream body)
    implements Closeable {

  public Answer {
    headers = Map.copyOf(headers);
  }

  /// Returns a header, or `null`.
  public @Nullable String header(String lowerCaseName) {
    return headers.get(lowerCaseName);
  }

  boolean isGood() {
    return status >= 100 && status < 400;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
