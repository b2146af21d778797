// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The jobs that may use the services now.
final class Admitted {

  /// A job, and the address under which it reaches the server.
  record Caller(ServedJob job, URI origin) {}

  private final ConcurrentMap<String, Caller> callers = new ConcurrentHashMap<>();
  private final Tokens tokens;
  private final Links links;

  Admitted(Tokens tokens, Links links) {
    this.tokens = tokens;
    this.links = links;
  }

  String admit(ServedJob job, URI origin) {
    if (callers.putIfAbsent(job.key(), new Caller(job, origin)) != null) {
      throw new IllegalStateException("job " + job.key() + " is served already");
    }
    return tokens.issue(job);
  }

  boolean isAdmitted(ServedJob job) {
    return callers.containsKey(job.key());
  }

  boolean dismiss(ServedJob job) {
    return callers.remove(job.key()) != null;
  }

  /// Returns who asks.
  ///
  /// @throws Refusal if nobody who may
  Caller caller(HttpExchange exchange, Query query, Route.Access access) throws Refusal {
    String key =
        switch (access) {
          case TOKEN -> tokens.check(bearer(exchange));
          case LINK -> links.check(query, exchange.getRequestURI().getRawPath(), right(exchange));
        };
    Caller caller = callers.get(key);
    if (caller == null) {
      throw new Refusal(Refusal.Kind.NO_TOKEN, "the job that the token is for has ended");
    }
    return caller;
  }

  private static String bearer(HttpExchange exchange) throws Refusal {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw new Refusal(
          Refusal.Kind.NO_TOKEN, "send ACTIONS_RUNTIME_TOKEN in the header Authorization: Bearer");
    }
    return header.substring(7).strip();
  }

  private static Links.Right right(HttpExchange exchange) {
    return switch (exchange.getRequestMethod()) {
      case "GET", "HEAD" -> Links.Right.READ;
      default -> Links.Right.WRITE;
    };
  }
}
