// SPDX-License-Identifier: Apache-2.0
package io.berth.agent;

import io.berth.spi.DuplexStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The line to an agent: one request at a time, one answer to each. A line that was cut is made
/// anew; every request may be asked again.
final class AgentLine implements AutoCloseable {

  private static final int ATTEMPTS = 4;
  private static final int MAX_LINE = 1 << 20;
  private static final int MAX_DATA = 4 << 20;

  private final Carrier carrier;
  private final List<String> command;
  private final boolean resident;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable DuplexStream stream;
  private InputStream input = InputStream.nullInputStream();
  private boolean closed;

  /// @param resident whether one agent serves many requests; if not, each has one of its own, for
  ///     carriers that give an answer only when all has been sent
  AgentLine(Carrier carrier, List<String> command, boolean resident) {
    this.carrier = carrier;
    this.command = command;
    this.resident = resident;
  }

  /// Begins with a line that is there already.
  AgentLine over(DuplexStream first) {
    stream = first;
    input = new BufferedInputStream(first.input(), 64 << 10);
    return this;
  }

  /// Sends bytes that are a request as a whole.
  void send(byte[] content) throws IOException {
    Answer answer = ask(new byte[0], content);
    if (!answer.is("done")) {
      throw new IOException("the environment takes no agent: " + answer.word());
    }
  }

  Answer ask(String request) throws IOException {
    return ask(request, new byte[0]);
  }

  /// @param content what follows the line of the request
  /// @throws IOException if the environment cannot be reached after several attempts
  Answer ask(String request, byte[] content) throws IOException {
    return ask((request + "\n").getBytes(StandardCharsets.UTF_8), content);
  }

  private Answer ask(byte[] line, byte[] content) throws IOException {
    lock.lock();
    try {
      IOException last = null;
      for (int attempt = 0; attempt < ATTEMPTS && !closed; attempt++) {
        try {
          return exchange(line, content);
        } catch (IOException e) {
          last = e;
          hangUp();
        }
      }
      throw last != null ? last : new IOException("the environment has been given up");
    } finally {
      lock.unlock();
    }
  }

  private Answer exchange(byte[] line, byte[] content) throws IOException {
    DuplexStream current = stream;
    if (current == null) {
      current = carrier.run(command);
      stream = current;
      input = new BufferedInputStream(current.input(), 64 << 10);
    }
    current.output().write(line);
    current.output().write(content);
    current.output().flush();
    if (!resident) {
      current.closeOutput();
    }
    Answer answer = answer();
    if (!resident) {
      hangUp();
    }
    return answer;
  }

  private Answer answer() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = input.read(); c != '\n'; c = input.read()) {
      if (c < 0) {
        throw new EOFException("the agent has ended");
      }
      if (line.size() == MAX_LINE) {
        throw new IOException("the agent answers without an end");
      }
      line.write(c);
    }
    Answer answer = Answer.of(line.toString(StandardCharsets.UTF_8));
    if (!Answer.WORDS.contains(answer.word())) {
      // Whatever carries the line has something to say, an engine that it could not start the
      // agent.
      throw new IOException("no agent answers, but `" + answer.word() + " " + answer.rest() + "`");
    }
    return answer.is("data") ? answer.with(data(Answer.of(answer.rest()).word())) : answer;
  }

  private byte[] data(String length) throws IOException {
    int size;
    try {
      size = Integer.parseInt(length);
    } catch (NumberFormatException e) {
      throw new IOException("the agent answers nonsense: `" + length + "`", e);
    }
    if (size < 1 || size > MAX_DATA) {
      throw new IOException("the agent wants to send " + size + " bytes");
    }
    byte[] bytes = input.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("the agent has ended");
    }
    return bytes;
  }

  private void hangUp() {
    DuplexStream current = stream;
    stream = null;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        // It is given up, whatever it says to that.
        return;
      }
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      hangUp();
    } finally {
      lock.unlock();
    }
  }
}
