// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.berth.protocol.v1beta1.BackendGrpc;
import io.berth.protocol.v1beta1.GetInfoRequest;
import io.berth.protocol.v1beta1.WatchBackendRequest;
import io.grpc.Context;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// What a caller sends that is no runner, and what an honest one sends that others take for
// hostile.
final class HostileCases {

  static final List<Case> CASES =
      List.of(
          Case.of(
                  "SEC-03",
                  Profile.SECURITY,
                  "what is larger than the limits is refused, and the plugin goes on",
                  HostileCases::oversized)
              .needs(Need.WIRE),
          Case.of(
                  "SEC-04",
                  Profile.SECURITY,
                  "noise, broken frames and callers that say nothing do not stop the plugin",
                  HostileCases::noise)
              .needs(Need.WIRE),
          Case.of(
                  "TCP-03",
                  Profile.TCP,
                  "a ping is answered, and is no reason to end a connection",
                  HostileCases::pings)
              .needs(Need.WIRE)
              .within(Duration.ofSeconds(40)));

  /// Twice as long as the least pause between pings, and a little.
  private static final Duration LONG_WATCH = Duration.ofSeconds(630);

  /// How long it may take until a connection is closed on which nonsense was sent.
  private static final Duration REACTION = Duration.ofMillis(300);

  /// What libraries say of a message that they refuse to read, or of the connection that they end.
  private static final List<Status.Code> REFUSALS =
      List.of(
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.OUT_OF_RANGE,
          Status.Code.UNAVAILABLE,
          Status.Code.INTERNAL,
          Status.Code.CANCELLED,
          Status.Code.UNKNOWN);

  private static final byte[] HALF_PREFACE =
      "PRI * HTTP/2.0\r\n".getBytes(StandardCharsets.US_ASCII);

  private HostileCases() {}

  private static void oversized(Trial trial) {
    var large =
        UnknownFieldSet.newBuilder()
            .addField(
                20_001,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFrom(new byte[5 << 20]))
                    .build())
            .build();
    RawCalls.refused(
        trial,
        "a message of 5 MiB, which is more than the 4 MiB of the protocol,",
        REFUSALS,
        () ->
            BackendGrpc.newBlockingStub(trial.wire().channel(null))
                .getInfo(
                    GetInfoRequest.newBuilder()
                        .addVersions(RawCalls.VERSION)
                        .setUnknownFields(large)
                        .build()));
    RawCalls.refused(
        trial,
        "metadata of 64 KiB, which is more than the 8 KiB of the protocol,",
        REFUSALS,
        () -> RawCalls.info(trial.wire().padded(64 << 10)));
    answers(trial, "after a message and metadata that are too large");
  }

  /// Wants the plugin to answer on the connection that there is, and on a new one.
  private static void answers(Trial trial, String when) {
    trial.doing("GetInfo on the old connection " + when);
    RawCalls.info(trial.wire().channel(null));
    trial.doing("GetInfo on a new connection " + when);
    try (Wire other = trial.wire().another()) {
      RawCalls.info(other.channel(null));
    }
  }

  private static void noise(Trial trial) throws IOException, InterruptedException {
    var random = new Random(2026);
    List<byte[]> before = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] bytes = new byte[1 + random.nextInt(4000)];
      random.nextBytes(bytes);
      before.add(bytes);
    }
    before.add("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    trial.doing("connecting again and again to send random bytes");
    for (byte[] bytes : before) {
      try (var connection = RawConnection.open(trial.wire())) {
        send(connection, bytes);
        connection.awaitEnd(REACTION);
      }
    }
    answers(trial, "after random bytes");
    for (byte[] bytes : brokenFrames(random)) {
      try (var connection = RawConnection.http2(trial.wire())) {
        send(connection, bytes);
        connection.awaitEnd(REACTION);
      } catch (IOException e) {
        trial.doing("the next connection, after one that the plugin refused: " + e.getMessage());
      }
    }
    answers(trial, "after broken frames");
    List<RawConnection> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        var connection = RawConnection.open(trial.wire());
        silent.add(connection);
        send(connection, Arrays.copyOf(HALF_PREFACE, i % HALF_PREFACE.length));
      }
      answers(trial, "while 50 others are connected and say nothing");
    } finally {
      for (RawConnection connection : silent) {
        connection.close();
      }
    }
  }

  private static List<byte[]> brokenFrames(Random random) {
    byte[] garbage = new byte[200];
    random.nextBytes(garbage);
    byte[] headers = RawConnection.frame(1, 4, 1, garbage);
    return List.of(
        // Longer than any frame may be.
        new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0, 0, 0, 0, 0, 1},
        // Headers that do not decompress, and that never end.
        headers,
        RawConnection.frame(1, 0, 1, new byte[] {(byte) 0x82}),
        // Cut off in the middle.
        Arrays.copyOf(headers, 50),
        // Data of a stream that never was, a window of nothing, a ping of a wrong length.
        RawConnection.frame(0, 0, 7, garbage),
        RawConnection.frame(8, 0, 0, new byte[4]),
        RawConnection.frame(RawConnection.PING, 0, 0, new byte[3]));
  }

  /// The plugin may close the connection before all is sent.
  private static void send(RawConnection connection, byte[] bytes) {
    try {
      connection.send(bytes);
    } catch (IOException e) {
      // It has seen enough.
    }
  }

  private static void pings(Trial trial) throws IOException, InterruptedException {
    if (trial.isLong()) {
      pingsEveryFiveMinutes(trial);
      return;
    }
    byte[] payload = {'v', 'e', 'r', 'i', 'f', 'y', '0', '1'};
    try (var connection = RawConnection.http2(trial.wire())) {
      trial.doing("the answer to a ping");
      connection.send(RawConnection.frame(RawConnection.PING, 0, 0, payload));
      RawConnection.Frame frame;
      do {
        frame = connection.read();
        if (frame == null || frame.type() == RawConnection.GOAWAY) {
          throw new Broken(
              "the connection was ended because of one ping: let callers ping every 5 minutes");
        }
      } while (frame.type() != RawConnection.PING || frame.flags() != RawConnection.ACK);
      trial.equal(
          "the answer to a ping",
          ByteString.copyFrom(payload),
          ByteString.copyFrom(frame.payload()));
    }
  }

  private static void pingsEveryFiveMinutes(Trial trial) throws InterruptedException {
    try (Wire pinging = trial.wire().pinging(Duration.ofMinutes(5));
        var context = Context.current().withCancellation()) {
      RawCalls calls = RawCalls.open(trial, pinging, trial.subject().runner());
      long end = System.nanoTime() + LONG_WATCH.toNanos();
      context.run(
          () -> {
            var told =
                calls
                    .backend()
                    .withDeadlineAfter(LONG_WATCH.plusMinutes(1))
                    .watchBackend(WatchBackendRequest.getDefaultInstance());
            trial.doing("WatchBackend on a connection that is pinged every 5 minutes");
            while (System.nanoTime() < end) {
              trial.that(told.hasNext(), "WatchBackend ended on a connection that is pinged");
              told.next();
            }
          });
    }
  }
}
