// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.spi.SetupLog;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;

/// Answers a call that tells lines on its way to what it makes.
final class Making {

  /// What goes into one message; a longer line becomes several.
  private static final int LONGEST = 16 << 10;

  private Making() {}

  /// A caller that is slow to read makes the work wait. One that leaves changes nothing: the work
  /// goes on, and another call with the same id joins it.
  static <A> void with(StreamObserver<A> caller, Function<String, A> told, Answering.Work<A> work) {
    var answers = new Outbound<>((ServerCallStreamObserver<A>) caller);
    Thread.ofVirtual()
        .name("making")
        .start(
            () -> {
              try {
                A made = SetupLog.<A, Exception>to(line -> tell(answers, told, line), work::answer);
                answers.send(made);
                answers.complete();
              } catch (Outbound.CallerGone e) {
                // It calls again.
              } catch (Exception e) {
                answers.fail(e);
              }
            });
  }

  private static <A> void tell(Outbound<A> answers, Function<String, A> told, String text) {
    int start = 0;
    do {
      int feed = text.indexOf('\n', start);
      int end = Math.min(feed < 0 ? text.length() : feed, start + LONGEST);
      if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
        end--;
      }
      send(answers, told.apply(text.substring(start, end)));
      start = end == feed ? end + 1 : end;
    } while (start < text.length());
  }

  private static <A> void send(Outbound<A> answers, A message) {
    try {
      answers.send(message);
    } catch (Outbound.CallerGone e) {
      // Who joins asks for the result, not for what was told before.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
