// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lets requests of one route in: checks who asks, hands over, and sends the answer.
final class Door {

  private final Route route;
  private final Admitted admitted;
  private final Links links;
  private final Limits limits;
  private final Watch watch;

  Door(Route route, Admitted admitted, Links links, Limits limits, Watch watch) {
    this.route = route;
    this.admitted = admitted;
    this.links = links;
    this.limits = limits;
    this.watch = watch;
  }

  void handle(HttpExchange exchange) throws IOException {
    Watch.Body body = watch.body(exchange);
    try {
      Response response = answer(exchange, body);
      watch.answering();
      send(exchange, response);
    } finally {
      exchange.close();
    }
  }

  private Response answer(HttpExchange exchange, Watch.Body body) throws IOException {
    try {
      Query query = Query.parse(exchange.getRequestURI().getRawQuery());
      Admitted.Caller caller = admitted.caller(exchange, query, route.access());
      return route.handler().handle(new Request(caller, query, links, limits, body));
    } catch (Refusal refusal) {
      return told(refusal);
    } catch (BerthException e) {
      BerthError error = e.errors().getFirst();
      boolean isFull = error.code() == ErrorCode.STORAGE_FULL;
      return told(
          new Refusal(
              isFull ? Refusal.Kind.FULL : Refusal.Kind.BROKEN,
              error.code().id() + ": " + error.problem()));
    } catch (RuntimeException defect) {
      return told(new Refusal(Refusal.Kind.BROKEN, ErrorCode.BUG.id() + ": " + defect));
    }
  }

  private Response told(Refusal refusal) {
    Refusal.Kind kind = refusal.kind();
    return switch (route.access()) {
      case TOKEN -> {
        Value reason = Value.of(refusal.reason());
        // Clients of the first interfaces read `message`, those of Twirp read `code` and `msg`.
        yield Response.json(
            kind.status(), Map.of("code", Value.of(kind.word()), "msg", reason, "message", reason));
      }
      case LINK ->
          new Response.Text(
              kind.status(),
              "application/xml",
              "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>"
                  + kind.word()
                  + "</Code><Message>"
                  + refusal.reason().replace("&", "&amp;").replace("<", "&lt;")
                  + "</Message></Error>",
              Map.of("x-ms-error-code", kind.word()));
    };
  }

  private void send(HttpExchange exchange, Response response) throws IOException {
    switch (response) {
      case Response.Empty(var status, var headers) -> {
        add(exchange, headers);
        exchange.sendResponseHeaders(status, -1);
      }
      case Response.Text(var status, var type, var text, var headers) -> {
        add(exchange, headers);
        exchange.getResponseHeaders().set("Content-Type", type);
        byte[] bytes = text.getBytes(UTF_8);
        if (isHead(exchange) || bytes.length == 0) {
          exchange.sendResponseHeaders(status, -1);
          return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        watch.output(exchange.getResponseBody()).write(bytes);
      }
      case Response.Content content -> send(exchange, content);
    }
  }

  private void send(HttpExchange exchange, Response.Content content) throws IOException {
    try (Response.Source source = content.source()) {
      long size = source.size();
      ByteRange part;
      try {
        part = ByteRange.requested(range(exchange), size);
      } catch (Refusal refusal) {
        exchange.getResponseHeaders().set("Content-Range", "bytes */" + size);
        send(exchange, told(refusal));
        return;
      }
      add(exchange, content.headers());
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", content.type());
      headers.set("Accept-Ranges", "bytes");
      long length = part == null ? size : part.length();
      if (part != null) {
        long last = part.first() + length - 1;
        headers.set("Content-Range", "bytes " + part.first() + "-" + last + "/" + size);
      }
      if (isHead(exchange)) {
        headers.set("Content-Length", String.valueOf(length));
      }
      int status = part == null ? 200 : 206;
      if (isHead(exchange) || length == 0) {
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      exchange.sendResponseHeaders(status, length);
      OutputStream out = watch.output(exchange.getResponseBody());
      source.send(part == null ? new ByteRange(0, size) : part, out);
    }
  }

  private static @Nullable String range(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("x-ms-range");
    return range != null ? range : exchange.getRequestHeaders().getFirst("Range");
  }

  private static boolean isHead(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("HEAD");
  }

  private static void add(HttpExchange exchange, Map<String, String> headers) {
    headers.forEach(exchange.getResponseHeaders()::set);
  }
}
