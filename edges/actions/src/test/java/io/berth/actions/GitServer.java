// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A server of git repositories that can be told to misbehave.
final class GitServer implements AutoCloseable {

  private static final int CHUNK = 4096;

  private final Path root;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger stalls = new AtomicInteger();
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private volatile boolean files;
  private volatile boolean firstProtocol;
  private volatile @Nullable String authorization;

  private GitServer(Path root, HttpServer server) {
    this.root = root;
    this.server = server;
  }

  /// Serves the repositories below a folder.
  static GitServer start(Path root) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return start(root, HttpServer.create(address, 0));
  }

  private static GitServer start(Path root, HttpServer server) {
    GitServer started = new GitServer(root, server);
    started.server.createContext("/", started::answer);
    started.server.setExecutor(started.executor);
    started.server.start();
    return started;
  }

  /// Serves them by https.
  static GitServer start(Path root, SSLContext context) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return start(root, server);
  }

  String address() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Lets it serve files, as a server that knows nothing of git does.
  GitServer filesAlone() {
    files = true;
    return this;
  }

  /// Lets it speak the first version of git's protocol.
  GitServer firstProtocol() {
    firstProtocol = true;
    return this;
  }

  /// Lets it refuse whoever does not send this header.
  GitServer authorization(String header) {
    authorization = header.substring("Authorization: ".length());
    return this;
  }

  /// Lets the next requests fail.
  GitServer fail(int count) {
    failures.set(count);
    return this;
  }

  /// Lets it stop in the middle of the next answer with files.
  GitServer stall() {
    stalls.set(1);
    return this;
  }

  /// Waits until it has stopped in the middle of an answer.
  boolean awaitStall() throws InterruptedException {
    return stalled.await(20, TimeUnit.SECONDS);
  }

  /// Returns the requests so far: the method and the path with what is asked.
  List<String> requests() {
    return List.copyOf(requests);
  }

  /// Returns how often files were asked for.
  long fetches() {
    return requests.stream().filter(request -> request.startsWith("POST fetch")).count();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean fetch =
          new String(body, ISO_8859_1).contains("command=fetch")
              || (firstProtocol && exchange.getRequestMethod().equals("POST"));
      requests.add(
          exchange.getRequestMethod() + (fetch ? " fetch " : " ") + exchange.getRequestURI());
      String wanted = authorization;
      if (wanted != null
          && !wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
      } else if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.sendResponseHeaders(503, -1);
      } else if (files) {
        file(exchange);
      } else {
        backend(exchange, body, fetch);
      }
    }
  }

  private void file(HttpExchange exchange) throws IOException {
    Path file = root.resolve(exchange.getRequestURI().getPath().substring(1));
    if (!Files.isRegularFile(file)) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    byte[] content = Files.readAllBytes(file);
    exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
  }

  private void backend(HttpExchange exchange, byte[] body, boolean fetch) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    Headers headers = exchange.getRequestHeaders();
    Map<String, String> env = builder.environment();
    env.put("GIT_PROJECT_ROOT", root.toString());
    env.put("GIT_HTTP_EXPORT_ALL", "1");
    env.put("GIT_CONFIG_GLOBAL", "/dev/null");
    env.put("REQUEST_METHOD", exchange.getRequestMethod());
    env.put("PATH_INFO", exchange.getRequestURI().getPath());
    env.put("QUERY_STRING", text(exchange.getRequestURI().getQuery()));
    env.put("CONTENT_TYPE", text(headers.getFirst("Content-Type")));
    env.put("HTTP_CONTENT_ENCODING", text(headers.getFirst("Content-Encoding")));
    env.put("CONTENT_LENGTH", String.valueOf(body.length));
    env.put("GIT_PROTOCOL", firstProtocol ? "" : text(headers.getFirst("Git-Protocol")));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (OutputStream input = process.getOutputStream()) {
      input.write(body);
    }
    InputStream output = process.getInputStream();
    int status = 200;
    for (String line = line(output); !line.isEmpty(); line = line(output)) {
      int colon = line.indexOf(':');
      if (line.startsWith("Status:")) {
        status = Integer.parseInt(line.substring(8, 11));
      } else {
        exchange.getResponseHeaders().add(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    exchange.sendResponseHeaders(status, 0);
    copy(output, exchange.getResponseBody(), fetch);
  }

  private void copy(InputStream from, OutputStream to, boolean fetch) throws IOException {
    byte[] all = from.readAllBytes();
    boolean stall = fetch && stalls.getAndDecrement() > 0;
    for (int at = 0; at < all.length; at += CHUNK) {
      if (stall && at > all.length / 2) {
        to.flush();
        stalled.countDown();
        await();
        throw new IOException("cut");
      }
      to.write(all, at, Math.min(CHUNK, all.length - at));
    }
  }

  private void await() {
    try {
      boolean released = goOn.await(60, TimeUnit.SECONDS);
      if (!released) {
        throw new IllegalStateException("nobody closed the server");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends an answer in the middle of which it stopped.
  void cut() {
    goOn.countDown();
  }

  private static String line(InputStream input) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = input.read(); c >= 0 && c != '\n'; c = input.read()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(ISO_8859_1);
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  @Override
  public void close() {
    cut();
    server.stop(0);
    executor.shutdownNow();
  }
}
