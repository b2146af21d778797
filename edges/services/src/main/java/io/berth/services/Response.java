// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// What a client is told.
///
/// The headers say what HTTP itself does not need: lengths, ranges and connections are the
// server's.
public sealed interface Response {

  /// Only a status, and headers.
  record Empty(int status, Map<String, String> headers) implements Response {
    /// Copies the headers.
    public Empty {
      headers = Map.copyOf(headers);
    }
  }

  /// A short text.
  ///
  /// @param type what the text is, as `application/json`
  record Text(int status, String type, String text, Map<String, String> headers)
      implements Response {
    /// Copies the headers.
    public Text {
      headers = Map.copyOf(headers);
    }
  }

  /// Content of any size, of which the server sends the part that was asked for.
  ///
  /// @param type what the content is
  record Content(String type, Source source, Map<String, String> headers) implements Response {
    /// Copies the headers.
    public Content {
      headers = Map.copyOf(headers);
    }
  }

  /// Where content comes from. It is open, and the server closes it.
  interface Source extends Closeable {
    /// Returns how many bytes there are.
    long size() throws IOException;

    /// Sends a part of them.
    void send(ByteRange part, OutputStream out) throws IOException;
  }

  /// Returns the answer that all is well and there is nothing to say.
  static Response empty(int status) {
    return new Empty(status, Map.of());
  }

  /// Returns the answer 200 with a JSON object.
  static Response json(Map<String, ? extends Value> members) {
    return json(200, members);
  }

  /// Returns an answer with a JSON object.
  static Response json(int status, Map<String, ? extends Value> members) {
    String text = Json.print(Value.object(members));
    return new Text(status, "application/json", text, Map.of());
  }
}
