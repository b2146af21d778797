// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/// How somebody outside, such as a person who types Ctrl-C, ends a run early.
///
/// The first request cancels as a forge does: the ladder of signals, then the steps that run
/// always. The second kills at once. May be called from any thread.
public final class Cancellation {

  private final List<IntConsumer> followers = new ArrayList<>();
  private int requests;
  private String reason = "interrupted";

  /// Asks once more.
  public void request() {
    List<IntConsumer> told;
    int number;
    synchronized (this) {
      requests++;
      number = requests;
      told = List.copyOf(followers);
    }
    told.forEach(follower -> follower.accept(number));
  }

  /// Asks once more.
  ///
  /// @param why what is said of it in the run
  public void request(String why) {
    synchronized (this) {
      reason = why;
    }
    request();
  }

  /// Returns why it was asked the last time.
  synchronized String reason() {
    return reason;
  }

  /// Returns how often it was asked.
  public synchronized int requests() {
    return requests;
  }

  /// Calls back at every request with its number, counted from 1, and at once if there was one.
  void follow(IntConsumer follower) {
    int number;
    synchronized (this) {
      followers.add(follower);
      number = requests;
    }
    if (number > 0) {
      follower.accept(number);
    }
  }
}
