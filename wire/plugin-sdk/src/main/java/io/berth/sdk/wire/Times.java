// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.wire;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;

/// Durations and moments. What is out of range comes in as the nearest that is in it.
public final class Times {

  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Times() {}

  public static com.google.protobuf.Duration out(Duration duration) {
    Duration bounded = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(bounded.toSeconds())
        .setNanos(bounded.toNanosPart())
        .build();
  }

  public static Duration in(com.google.protobuf.Duration duration) {
    long seconds = Math.clamp(duration.getSeconds(), 0L, LONGEST.toSeconds());
    return Duration.ofSeconds(seconds, Math.clamp(duration.getNanos(), 0, 999_999_999));
  }

  public static Timestamp out(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  public static Instant in(Timestamp timestamp) {
    long seconds =
        Math.clamp(timestamp.getSeconds(), Instant.EPOCH.getEpochSecond(), 253_402_300_799L);
    return Instant.ofEpochSecond(seconds, Math.clamp(timestamp.getNanos(), 0, 999_999_999));
  }
}
