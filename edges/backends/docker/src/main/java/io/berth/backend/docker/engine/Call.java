// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an engine is asked to do.
///
/// @param method of HTTP
/// @param path with its query, without the version
/// @param headers besides those that every call has
/// @param body what is sent, or `null` for nothing
/// @param patience how long nothing may be heard before the engine counts as gone, or `null` for
///     ever
public record Call(
    String method,
    String path,
    Map<String, String> headers,
    @Nullable Body body,
    @Nullable Duration patience) {

  private static final Duration USUAL = Duration.ofMinutes(2);

  /// What is sent with a call.
  ///
  /// @param length in bytes, or -1 if that is not known before
  /// @param content writes it
  public record Body(long length, Content content) {}

  /// Writes what is sent.
  @FunctionalInterface
  public interface Content {
    /// Writes all of it.
    void writeTo(OutputStream out) throws IOException;
  }

  public Call {
    headers = Map.copyOf(headers);
  }

  /// Returns a call that sends nothing.
  public static Call of(String method, String path) {
    return new Call(method, path, Map.of(), null, USUAL);
  }

  /// Returns a call that sends JSON.
  public static Call of(String method, String path, Value json) {
    byte[] bytes = Json.print(json).getBytes(StandardCharsets.UTF_8);
    return new Call(
        method,
        path,
        Map.of("Content-Type", "application/json"),
        new Body(bytes.length, out -> out.write(bytes)),
        USUAL);
  }

  /// Returns a call that sends an archive of a size that is not known.
  public static Call ofArchive(String method, String path, Content tar) {
    return new Call(
        method, path, Map.of("Content-Type", "application/x-tar"), new Body(-1, tar), USUAL);
  }

  /// Returns the same with another header.
  public Call with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Call(method, path, all, body, patience);
  }

  /// Returns the same for something that may take its time without a word.
  public Call waiting(@Nullable Duration longest) {
    return new Call(method, path, headers, body, longest);
  }
}
