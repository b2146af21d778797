// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Tells in a line why the transport ended a call or a connection, where it would print a page for
/// each. Whoever can connect can cause them, so they are told once a second at most.
final class Complaints extends Handler {

  private static final Logger SOURCE = Logger.getLogger("io.grpc.netty");
  private static final long PAUSE = 1_000_000_000;
  private static final int LONGEST = 200;

  private final Consumer<String> log;
  private long last = System.nanoTime() - PAUSE;
  private long untold;

  private Complaints(Consumer<String> log) {
    this.log = log;
  }

  /// Tells from now on.
  static Complaints to(Consumer<String> log) {
    var complaints = new Complaints(log);
    SOURCE.setLevel(Level.INFO);
    SOURCE.setUseParentHandlers(false);
    SOURCE.addHandler(complaints);
    return complaints;
  }

  @Override
  public synchronized void publish(LogRecord entry) {
    long now = System.nanoTime();
    if (now - last < PAUSE) {
      untold++;
      return;
    }
    last = now;
    log.accept(
        "the transport refused a caller: "
            + words(entry)
            + (untold == 0 ? "" : " (and " + untold + " more since the last line)"));
    untold = 0;
  }

  /// The innermost reason, without the bytes that a stranger sent.
  private static String words(LogRecord entry) {
    @Nullable Throwable reason = entry.getThrown();
    while (reason != null && reason.getCause() != null) {
      reason = reason.getCause();
    }
    String text = reason == null ? null : reason.getMessage();
    if (text == null || text.isBlank()) {
      text = String.valueOf(entry.getMessage());
    }
    int dump = text.indexOf(". Hex dump");
    String shown = dump < 0 ? text : text.substring(0, dump);
    String line = shown.replaceAll("[^\\x20-\\x7e]", "?");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    SOURCE.removeHandler(this);
  }
}
