// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.util.function.Consumer;

/// What is told while an environment, a container or an image is made: lines for the log of the
/// job's set-up, never read for workflow commands.
///
/// A backend tells with [#tell], on the thread that was asked to make something; if it works on
/// others, it takes [#current] along. Who calls a backend listens with [#to], and if it does not,
/// there is no log that a line could be missing from.
@Experimental
public final class SetupLog {

  private static final ScopedValue<Consumer<String>> READER = ScopedValue.newInstance();

  private SetupLog() {}

  /// Tells a line, without its end. Waits while the reader is behind.
  public static void tell(String line) {
    current().accept(line);
  }

  /// Returns who reads what the calling thread tells, for use by any thread.
  public static Consumer<String> current() {
    return READER.isBound() ? READER.get() : SetupLog::toNobody;
  }

  /// Makes something and hands on every line that is told meanwhile.
  ///
  /// @param reader takes a line; may be called by several threads at once
  public static <T, X extends Throwable> T to(
      Consumer<String> reader, ScopedValue.CallableOp<? extends T, X> making) throws X {
    return ScopedValue.where(READER, reader).call(making);
  }

  private static void toNobody(String line) {}
}
