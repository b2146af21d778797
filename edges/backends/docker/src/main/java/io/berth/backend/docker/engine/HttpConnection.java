// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// One connection to an engine, one call at a time (HTTP/1.1, RFC 9112, as far as engines speak
// it).
final class HttpConnection implements Closeable {

  private static final int MAX_LINE = 64 << 10;
  private static final int MAX_HEADERS = 200;

  private final SteadyStream stream;
  private final Consumer<HttpConnection> free;
  private final InputStream input;

  /// @param free is given the connection when an answer was read to its end
  HttpConnection(SteadyStream stream, Consumer<HttpConnection> free) {
    this.stream = stream;
    this.free = free;
    this.input = new BufferedInputStream(stream.input(), 32 << 10);
  }

  /// Returns whether the next call can go out on it.
  boolean isFresh() {
    return !stream.hasNews();
  }

  InputStream input() {
    return input;
  }

  SteadyStream stream() {
    return stream;
  }

  /// Sends a call and returns the beginning of its answer.
  ///
  /// @param path as it goes out
  Answer exchange(Call call, String path) throws IOException {
    stream.patience(call.patience());
    OutputStream out = new BufferedOutputStream(stream.output(), 64 << 10);
    IOException cut = null;
    try {
      send(call, path, out);
    } catch (CutException e) {
      // An engine that refuses does not read to the end of what it refuses, but says why.
      cut = e.why;
    }
    try {
      return answer(call.method());
    } catch (IOException e) {
      close();
      throw cut != null ? cut : e;
    }
  }

  private void send(Call call, String path, OutputStream out) throws IOException {
    var head = new StringBuilder(call.method()).append(' ').append(path);
    head.append(" HTTP/1.1\r\nHost: engine\r\nUser-Agent: berth\r\n");
    call.headers().forEach((name, value) -> header(head, name, value));
    Call.Body body = call.body();
    if (body != null && body.length() < 0) {
      header(head, "Transfer-Encoding", "chunked");
    } else if (body != null || !call.method().equals("GET")) {
      header(head, "Content-Length", Long.toString(body == null ? 0 : body.length()));
    }
    head.append("\r\n");
    var sink = new Sink(out);
    sink.write(head.toString().getBytes(StandardCharsets.UTF_8));
    if (body != null) {
      write(body, sink);
    }
    sink.flush();
  }

  private void write(Call.Body body, OutputStream sink) throws IOException {
    try {
      if (body.length() >= 0) {
        body.content().writeTo(sink);
        return;
      }
      var chunks = new ChunkedOutput(sink);
      body.content().writeTo(chunks);
      chunks.finish();
    } catch (IOException | RuntimeException e) {
      if (!(e instanceof CutException)) {
        close();
      }
      throw e;
    }
  }

  private static void header(StringBuilder head, String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ') {
        throw new IllegalArgumentException("a header of several lines");
      }
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private Answer answer(String method) throws IOException {
    String[] first = line().split(" ", 3);
    int status;
    try {
      status = first.length < 2 ? 0 : Integer.parseInt(first[1]);
    } catch (NumberFormatException e) {
      status = 0;
    }
    if (status < 100 || !first[0].startsWith("HTTP/1.")) {
      throw new IOException("what answers does not speak HTTP");
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0 && headers.size() < MAX_HEADERS) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    if (status == 100) {
      return answer(method);
    }
    return new Answer(status, headers, body(method, status, headers));
  }

  private InputStream body(String method, int status, Map<String, String> headers)
      throws IOException {
    if (status == 101) {
      return input;
    }
    if (method.equals("HEAD") || status == 204 || status == 304) {
      return new BodyInput(this, BodyInput.Framing.LENGTH, 0);
    }
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return new BodyInput(this, BodyInput.Framing.CHUNKED, 0);
    }
    String length = headers.get("content-length");
    if (length == null) {
      return new BodyInput(this, BodyInput.Framing.UNTIL_THE_END, 0);
    }
    try {
      return new BodyInput(this, BodyInput.Framing.LENGTH, Math.max(0, Long.parseLong(length)));
    } catch (NumberFormatException e) {
      throw new IOException("the engine answers with `" + length + "` bytes", e);
    }
  }

  /// Reads a line of the head.
  String line() throws IOException {
    var line = new StringBuilder();
    for (int c = input.read(); c != '\n'; c = input.read()) {
      if (c < 0) {
        throw new EOFException("the engine closed the connection without an answer");
      }
      if (line.length() == MAX_LINE) {
        throw new IOException("the engine answers without an end");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /// Is told that an answer is over.
  ///
  /// @param whole whether it was read to its end, so that the next may follow
  void release(boolean whole) {
    if (whole) {
      free.accept(this);
    } else {
      close();
    }
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      // It is given up, whatever it says to that.
      return;
    }
  }

  /// The engine takes no more of what is sent.
  private static final class CutException extends IOException {
    private static final long serialVersionUID = 1L;
    private final IOException why;

    CutException(IOException why) {
      super(why);
      this.why = why;
    }
  }

  /// Tells what the engine does not take from what cannot be read to be sent.
  private static final class Sink extends OutputStream {

    private final OutputStream out;

    Sink(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw new CutException(e);
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        throw new CutException(e);
      }
    }
  }

  /// What is sent in chunks.
  private static final class ChunkedOutput extends OutputStream {

    private static final byte[] LINE = {'\r', '\n'};

    private final OutputStream out;
    private final byte[] chunk = new byte[32 << 10];
    private int filled;

    ChunkedOutput(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int from = offset;
      while (from < offset + length) {
        int n = Math.min(chunk.length - filled, offset + length - from);
        System.arraycopy(bytes, from, chunk, filled, n);
        filled += n;
        from += n;
        if (filled == chunk.length) {
          send();
        }
      }
    }

    private void send() throws IOException {
      if (filled > 0) {
        out.write((Integer.toHexString(filled) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(chunk, 0, filled);
        out.write(LINE);
        filled = 0;
      }
    }

    void finish() throws IOException {
      send();
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  }
}
