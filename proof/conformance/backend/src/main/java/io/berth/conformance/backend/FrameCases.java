// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import com.google.protobuf.ByteString;
import com.google.protobuf.GeneratedMessage;
import com.google.protobuf.UnknownFieldSet;
import io.berth.protocol.v1beta1.BackendGrpc;
import io.berth.protocol.v1beta1.CopyEnd;
import io.berth.protocol.v1beta1.CopyInRequest;
import io.berth.protocol.v1beta1.CopyOutRequest;
import io.berth.protocol.v1beta1.Environment;
import io.berth.protocol.v1beta1.ExecutionsGrpc;
import io.berth.protocol.v1beta1.FilesGrpc;
import io.berth.protocol.v1beta1.GetEnvironmentRequest;
import io.berth.protocol.v1beta1.GetInfoRequest;
import io.berth.protocol.v1beta1.ReadRequest;
import io.berth.protocol.v1beta1.ReadResponse;
import io.berth.protocol.v1beta1.StartRequest;
import io.berth.sdk.wire.Digest;
import io.berth.sdk.wire.Environments;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Reason;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The order, the ends and the fields of messages.
final class FrameCases {

  static final List<Case> CASES =
      List.of(
          wire("INFO-05", "fields that are not known are ignored", FrameCases::unknownFields),
          wire(
              "ENV-07",
              "what is told while an environment is made are lines, and `ready` is the last",
              FrameCases::setup),
          wire(
                  "EXE-27",
                  "a reader that has nothing more to say still gets all output and the result",
                  FrameCases::halfClosed)
              .needs(Need.READ),
          wire(
                  "FIL-07",
                  "where to copy to and what to read stand in the first message and no other",
                  FrameCases::order)
              .needs(Need.FILES),
          wire(
                  "FIL-12",
                  "a copy that is not what its end says is refused, and the ends of others are right",
                  FrameCases::digests)
              .needs(Need.FILES));

  private static final int LONGEST_LINE = 64 << 10;
  private static final int LARGEST_LOG = 10 << 20;
  private static final String LINES = "one\ntwo\n";

  private FrameCases() {}

  private static Case wire(String id, String title, Steps steps) {
    return Case.of(id, Profile.WIRE, title, steps).needs(Need.WIRE);
  }

  private static UnknownFieldSet more() {
    return UnknownFieldSet.newBuilder()
        .addField(19_000 - 1, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
        .addField(
            20_001,
            UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8("from a later version"))
                .build())
        .build();
  }

  private static void unknownFields(Trial trial) {
    trial.doing("GetInfo with fields that are not known");
    BackendGrpc.newBlockingStub(trial.wire().channel(null))
        .getInfo(
            GetInfoRequest.newBuilder()
                .addVersions(RawCalls.VERSION)
                .setUnknownFields(more())
                .build());
    RawCalls calls = RawCalls.open(trial);
    Environment environment =
        calls.create(
            Environments.out(trial.request(trial.freshId())).toBuilder()
                .setUnknownFields(more())
                .build());
    trial.doing("Start with fields that are not known");
    calls
        .executions()
        .start(calls.sh(environment, "later", "true").setUnknownFields(more()).build());
    trial.doing("GetEnvironment with fields that are not known");
    calls
        .environments()
        .getEnvironment(
            GetEnvironmentRequest.newBuilder()
                .setEnvironmentId(environment.getId())
                .setUnknownFields(more())
                .build());
  }

  private static void setup(Trial trial) {
    RawCalls calls = RawCalls.open(trial);
    String id = trial.freshId();
    trial.doing("CreateEnvironment");
    long told = 0;
    Environment ready = null;
    var answers = calls.environments().createEnvironment(Environments.out(trial.request(id)));
    while (answers.hasNext()) {
      var answer = answers.next();
      trial.that(ready == null, "CreateEnvironment sent another message after `ready`");
      if (answer.hasReady()) {
        ready = answer.getReady();
        continue;
      }
      String line = answer.getLog();
      trial.that(
          answer.hasLog() && line.indexOf('\n') < 0 && line.length() <= LONGEST_LINE,
          "CreateEnvironment told what is no line of at most 64 KiB: it has "
              + line.length()
              + " characters and "
              + line.lines().count()
              + " lines");
      told += line.length();
      trial.that(told <= LARGEST_LOG, "CreateEnvironment told more than 10 MiB");
    }
    if (ready == null) {
      throw new Broken("CreateEnvironment ended without `ready`");
    }
    trial.equal("the id in `ready`", id, ready.getId());
    trial.equal("the state in `ready`", Environment.State.READY, ready.getState());
    trial.that(ready.hasLayout(), "`ready` has no layout");
  }

  private static void halfClosed(Trial trial) throws InterruptedException {
    RawCalls calls = RawCalls.open(trial);
    Environment environment = calls.create(trial.freshId());
    StartRequest start = calls.sh(environment, "slow", "echo one; sleep 1; echo two").build();
    calls.executions().start(start);
    trial.doing("Read whose request is half-closed at once");
    var call = ExecutionsGrpc.newBlockingV2Stub(calls.channel()).read();
    var text = new StringBuilder();
    try {
      call.write(open(environment, "slow"));
      call.halfClose();
      ReadResponse answer = call.read();
      while (answer != null && answer.hasChunk()) {
        text.append(answer.getChunk().getBytes().toStringUtf8());
        answer = call.read();
      }
      trial.equal("the output for a reader that half-closed", LINES, text.toString());
      trial.that(
          answer != null && answer.hasResult(),
          "a reader that half-closed got no result: half-closing is no cancellation");
    } catch (StatusException e) {
      throw new Broken(
          "a reader that half-closed its request was cut off with "
              + e.getStatus().getCode()
              + " after `"
              + text
              + "`: half-closing is no cancellation");
    }
  }

  private static ReadRequest open(Environment environment, String execution) {
    return ReadRequest.newBuilder()
        .setOpen(
            ReadRequest.Open.newBuilder()
                .setEnvironmentId(environment.getId())
                .setExecutionId(execution))
        .setWindow(1 << 20)
        .build();
  }

  private static void order(Trial trial) throws InterruptedException {
    RawCalls calls = RawCalls.open(trial);
    Environment environment = calls.create(trial.freshId());
    String temp = environment.getLayout().getPaths().getTemp();
    byte[] tar = new Archive().file("f", 0644, new byte[100]).end();
    CopyInRequest whole = copy(environment, temp + "/to", tar, end(tar, false));
    int half = tar.length / 2;
    CopyInRequest first =
        whole.toBuilder().setBytes(ByteString.copyFrom(tar, 0, half)).clearEnd().build();
    CopyInRequest second =
        whole.toBuilder().setBytes(ByteString.copyFrom(tar, half, tar.length - half)).build();
    refused(
        trial,
        "CopyIn whose second message says again where to copy to",
        Reason.FRAME_ORDER,
        copying(calls),
        first,
        second);
    calls.executions().start(calls.sh(environment, "long", "sleep 20").build());
    refused(
        trial,
        "Read whose second message says again what to read",
        Reason.FRAME_ORDER,
        ExecutionsGrpc.newBlockingV2Stub(calls.channel()).read(),
        open(environment, "long"),
        open(environment, "long"));
  }

  private static BlockingClientCall<CopyInRequest, ?> copying(RawCalls calls) {
    return FilesGrpc.newBlockingV2Stub(calls.channel()).copyIn();
  }

  private static CopyInRequest copy(
      Environment environment, String directory, byte[] tar, CopyEnd end) {
    return CopyInRequest.newBuilder()
        .setEnvironmentId(environment.getId())
        .setDirectory(directory)
        .setBytes(ByteString.copyFrom(tar))
        .setCrc32C(end.getSha256().isEmpty())
        .setEnd(end)
        .build();
  }

  private static CopyEnd end(byte[] bytes, boolean crc32c) {
    var digest = new Digest(crc32c);
    digest.add(bytes);
    return digest.end();
  }

  /// Sends messages and wants the call to be refused.
  @SafeVarargs
  private static <Q extends GeneratedMessage> void refused(
      Trial trial, String what, Reason wanted, BlockingClientCall<Q, ?> call, Q... messages)
      throws InterruptedException {
    trial.doing(what);
    try {
      for (Q message : messages) {
        call.write(message);
      }
      call.halfClose();
      while (call.read() != null) {
        trial.doing(what);
      }
    } catch (StatusException e) {
      Reason reason = Failures.reason(e);
      trial.that(
          reason == wanted,
          what
              + " was refused as "
              + e.getStatus().getCode()
              + (reason == null ? " without a reason that is known" : " " + reason)
              + ", and "
              + wanted.code()
              + " with an ErrorInfo of the reason "
              + wanted
              + " was wanted");
      return;
    }
    throw new Broken(what + " was accepted and has to be refused");
  }

  private static void digests(Trial trial) throws InterruptedException {
    digests(trial, false);
    if (RawCalls.info(trial.wire().channel(null)).getFeaturesList().contains(Digest.CRC32C)) {
      digests(trial, true);
    }
  }

  private static void digests(Trial trial, boolean crc32c) throws InterruptedException {
    RawCalls calls = RawCalls.open(trial);
    Environment environment = calls.create(trial.freshId());
    String temp = environment.getLayout().getPaths().getTemp();
    String how = crc32c ? " (CRC-32C)" : "";
    byte[] tar = new Archive().file("f", 0644, "whole".getBytes(StandardCharsets.UTF_8)).end();
    CopyEnd right = end(tar, crc32c);
    byte[] other = tar.clone();
    other[600] ^= 1;
    refused(
        trial,
        "CopyIn whose end has the digest of other bytes" + how,
        Reason.COPY_DAMAGED,
        copying(calls),
        copy(environment, temp + "/damaged", other, right));
    refused(
        trial,
        "CopyIn whose end has another size" + how,
        Reason.COPY_DAMAGED,
        copying(calls),
        copy(
            environment, temp + "/short", tar, right.toBuilder().setSize(tar.length - 1L).build()));
    trial.doing("CopyIn of the whole after two that were damaged" + how);
    var call = copying(calls);
    try {
      call.write(copy(environment, temp + "/whole", tar, right));
      call.halfClose();
      trial.that(call.read() != null, "CopyIn of a whole archive was not answered" + how);
    } catch (StatusException e) {
      throw new Broken("CopyIn of a whole archive failed" + how + ": " + e.getStatus());
    }
    trial.doing("CopyOut" + how);
    var digest = new Digest(crc32c);
    CopyEnd told = null;
    var answers =
        calls
            .files()
            .copyOut(
                CopyOutRequest.newBuilder()
                    .setEnvironmentId(environment.getId())
                    .setPath(temp + "/whole")
                    .setCrc32C(crc32c)
                    .build());
    while (answers.hasNext()) {
      var answer = answers.next();
      trial.that(told == null, "CopyOut sent another message after its end" + how);
      digest.add(answer.getBytes().toByteArray());
      told = answer.hasEnd() ? answer.getEnd() : null;
    }
    if (told == null) {
      throw new Broken("CopyOut ended without saying what it hashes to" + how);
    }
    trial.equal(
        "whether the end of CopyOut is that of its bytes" + how, true, told.equals(digest.end()));
  }
}
