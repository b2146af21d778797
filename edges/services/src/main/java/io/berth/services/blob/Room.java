// SPDX-License-Identifier: Apache-2.0
package io.berth.services.blob;

import io.berth.services.Refusal;
import java.util.concurrent.atomic.AtomicLong;

/// Bytes on a disk that several uploads share while they are not complete.
public final class Room {

  private final long bytes;
  private final AtomicLong left;

  /// @param bytes how many there are
  public Room(long bytes) {
    this.bytes = bytes;
    this.left = new AtomicLong(bytes);
  }

  /// Takes some of them.
  ///
  /// @throws Refusal if there are not so many left; nothing is taken then
  void take(long wanted) throws Refusal {
    if (left.addAndGet(-wanted) < 0) {
      left.addAndGet(wanted);
      throw new Refusal(
          Refusal.Kind.FULL,
          "no more than " + bytes + " bytes of a job are kept while its uploads are not complete");
    }
  }

  void giveBack(long taken) {
    left.addAndGet(taken);
  }
}
