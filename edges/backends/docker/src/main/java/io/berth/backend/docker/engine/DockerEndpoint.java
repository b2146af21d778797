// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.DuplexStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One engine of Docker or Podman, wherever it is. Its facts are asked for once, and only if
/// somebody wants them; the version that is spoken is agreed on with the first call.
///
/// Every method may be called from any thread. An interrupt neither ends a call nor cuts a
/// connection.
public final class DockerEndpoint implements AutoCloseable {

  private static final int MOST_IDLE = 8;
  private static final int LARGEST_ANSWER = 64 << 20;

  private final String name;
  private final Dialer dialer;
  private final Deque<HttpConnection> idle = new ArrayDeque<>();
  private final ReentrantLock connections = new ReentrantLock();
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable ApiVersion api;
  private volatile @Nullable EngineFacts facts;
  private boolean closed;

  /// @param name what a person calls it
  /// @param dialer opens connections to it
  public DockerEndpoint(String name, Dialer dialer) {
    this.name = name;
    this.dialer = dialer;
  }

  /// Returns the engine at an address.
  public static DockerEndpoint at(EngineAddress address) {
    return new DockerEndpoint(address.toString(), Dialer.of(address));
  }

  /// Returns what a person calls it.
  public String name() {
    return name;
  }

  /// Returns the version that is spoken.
  ///
  /// @throws BerthException B3001 if nobody answers or the engine is too old
  public ApiVersion api() throws IOException {
    ApiVersion known = api;
    if (known != null) {
      return known;
    }
    asking.lock();
    try {
      if (api == null) {
        try (Answer answer = send(Call.of("GET", "/_ping"), "/_ping")) {
          api = agreed(answer);
          answer.body().transferTo(OutputStream.nullOutputStream());
        }
      }
      return Objects.requireNonNull(api);
    } finally {
      asking.unlock();
    }
  }

  private ApiVersion agreed(Answer answer) {
    String offered = answer.header("api-version");
    ApiVersion newest;
    try {
      newest = ApiVersion.parse(offered == null ? "" : offered);
    } catch (IllegalArgumentException e) {
      throw unavailable("what answers at `" + name + "` is no engine of Docker or Podman", null, e);
    }
    if (newest.compareTo(ApiVersion.OLDEST) < 0) {
      throw unavailable(
          "the engine at `"
              + name
              + "` speaks version "
              + newest
              + " of the Docker API, and Berth "
              + ApiVersion.OLDEST
              + " or later",
          "use Docker 19.03 or newer, or Podman 4 or newer",
          null);
    }
    return newest.compareTo(ApiVersion.NEWEST) < 0 ? newest : ApiVersion.NEWEST;
  }

  /// Returns what the engine says of itself.
  public EngineFacts facts() throws IOException {
    EngineFacts known = facts;
    if (known != null) {
      return known;
    }
    ApiVersion spoken = api();
    asking.lock();
    try {
      EngineFacts now = facts;
      if (now == null) {
        now =
            EngineFacts.of(spoken, json(Call.of("GET", "/version")), json(Call.of("GET", "/info")));
        facts = now;
      }
      return now;
    } finally {
      asking.unlock();
    }
  }

  /// Asks, and returns the JSON that is answered; null if nothing is.
  ///
  /// @throws EngineException if the engine refuses
  public Value json(Call call) throws IOException {
    try (Answer answer = open(call)) {
      return json(answer.body());
    }
  }

  private static Value json(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(LARGEST_ANSWER);
    if (bytes.length == LARGEST_ANSWER) {
      throw new IOException("the engine answers more than " + (LARGEST_ANSWER >> 20) + " MiB");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      return text.isBlank() ? Value.NULL : Json.parse(text);
    } catch (JsonException e) {
      throw new IOException("the engine answers what is no JSON: " + e.getMessage(), e);
    }
  }

  /// Asks, and returns the answer to be read. Whoever asked closes it.
  ///
  /// @throws EngineException if the engine refuses
  public Answer open(Call call) throws IOException {
    return good(send(call, "/v" + api() + call.path()));
  }

  private static Answer good(Answer answer) throws IOException {
    if (answer.isGood()) {
      return answer;
    }
    try (answer) {
      byte[] body = answer.body().readNBytes(64 << 10);
      throw new EngineException(
          answer.status(), message(answer.status(), new String(body, StandardCharsets.UTF_8)));
    }
  }

  private static String message(int status, String body) {
    String message = "";
    try {
      message = Members.text(Json.parse(body), "message");
    } catch (JsonException e) {
      message = body.strip();
    }
    return message.isEmpty() ? "the engine answers with status " + status : message;
  }

  private Answer send(Call call, String path) throws IOException {
    return connection().exchange(call, path);
  }

  private HttpConnection connection() throws IOException {
    connections.lock();
    try {
      for (HttpConnection free = idle.poll(); free != null; free = idle.poll()) {
        if (free.isFresh()) {
          return free;
        }
        free.close();
      }
    } finally {
      connections.unlock();
    }
    return new HttpConnection(dialled(), this::free);
  }

  private SteadyStream dialled() {
    try {
      return SteadyStream.dial(dialer);
    } catch (IOException e) {
      throw unavailable(
          "the engine at `" + name + "` does not answer: " + reason(e),
          "see whether it runs, and whether you may use it: `berth doctor` tells what was found",
          e);
    }
  }

  static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return switch (message) {
      case "No such file or directory" -> "there is no such socket";
      case "Connection refused" -> "nobody listens there";
      case "Permission denied" -> "permission denied";
      default -> message;
    };
  }

  private static BerthException unavailable(
      String problem, @Nullable String remedy, @Nullable Exception cause) {
    return new BerthException(
        List.of(BerthError.of(ErrorCode.BACKEND_UNAVAILABLE, problem, remedy)), cause);
  }

  private void free(HttpConnection connection) {
    connections.lock();
    try {
      if (!closed && idle.size() < MOST_IDLE) {
        idle.push(connection);
        return;
      }
    } finally {
      connections.unlock();
    }
    connection.close();
  }

  /// Asks for a connection that carries bytes both ways from then on.
  ///
  /// @throws EngineException if the engine refuses
  public DuplexStream hijack(Call call) throws IOException {
    String path = "/v" + api() + call.path();
    var connection = new HttpConnection(dialled(), HttpConnection::close);
    Answer answer =
        good(connection.exchange(call.with("Connection", "Upgrade").with("Upgrade", "tcp"), path));
    SteadyStream stream = connection.stream();
    stream.patience(null);
    return new Dialer.Stream(answer.body(), stream.output(), stream::closeOutput, stream::close);
  }

  /// Returns a path with a query.
  public static String query(String path, Map<String, String> parameters) {
    var text = new StringBuilder(path);
    char before = '?';
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      text.append(before).append(parameter.getKey()).append('=');
      text.append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
      before = '&';
    }
    return text.toString();
  }

  /// Closes the connections that nobody uses; those in use close when they are done with.
  @Override
  public void close() {
    connections.lock();
    try {
      closed = true;
      idle.forEach(HttpConnection::close);
      idle.clear();
    } finally {
      connections.unlock();
    }
  }
}
