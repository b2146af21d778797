// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request of a job that was let in.
public final class Request {

  private final HttpExchange exchange;
  private final InputStream input;
  private final Query query;
  private final ServedJob job;
  private final URI origin;
  private final Links links;
  private final Limits limits;

  Request(Admitted.Caller caller, Query query, Links links, Limits limits, Watch.Body body) {
    this.exchange = body.exchange();
    this.input = body.input();
    this.query = query;
    this.job = caller.job();
    this.origin = caller.origin();
    this.links = links;
    this.limits = limits;
  }

  /// Returns the method in upper case.
  public String method() {
    return exchange.getRequestMethod().toUpperCase(Locale.ROOT);
  }

  /// Returns the decoded path. It is a name to compare, never a path of files.
  public String path() {
    return exchange.getRequestURI().getPath();
  }

  /// Returns what stands behind the path.
  public Query query() {
    return query;
  }

  /// Returns a header, or `null` if there is none.
  public @Nullable String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  /// Returns the job that asks.
  public ServedJob job() {
    return job;
  }

  /// Returns an address under which the job that asks, and nobody else, may read or write a path
  /// for a while.
  public URI link(String path, Links.Right right) {
    return links.link(origin, job, path, right);
  }

  /// Returns the address of a path as the job that asks reaches it; the token is shown there.
  public URI at(String path) {
    return origin.resolve(path);
  }

  /// Returns the number of bytes that the client announced, or -1 if it announced none.
  public long length() {
    String length = header("Content-Length");
    return length == null ? -1 : Long.parseLong(length);
  }

  /// Returns the body, to be read once and not closed.
  ///
  /// @param most how many bytes it may have; one byte more is a refusal
  /// @throws Refusal if the client announced more
  public InputStream body(long most) throws Refusal {
    if (length() > most) {
      throw BoundedInput.tooLarge(most);
    }
    return new BoundedInput(input, most);
  }

  /// Returns the body as a JSON object.
  ///
  /// @throws Refusal if it is larger than a message may be, or no JSON object
  public Map<String, Value> json() throws IOException {
    String text = new String(body(limits.message()).readAllBytes(), UTF_8);
    try {
      if (Json.parse(text) instanceof Value.ObjectValue object) {
        return object.members();
      }
    } catch (JsonException e) {
      throw new Refusal(Refusal.Kind.INVALID, "the body is not JSON: " + e.getMessage());
    }
    throw new Refusal(Refusal.Kind.INVALID, "the body is not a JSON object");
  }
}
