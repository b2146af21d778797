// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.model.BerthException;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Reason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/// Answers a call with what a piece of work returns, or with the status of how it failed.
final class Answering {

  private Answering() {}

  /// What serves a call.
  ///
  /// @param <A> its answer
  @FunctionalInterface
  interface Work<A> {
    A answer() throws IOException, InterruptedException;
  }

  static <A> void with(StreamObserver<A> caller, Work<A> work) {
    A answer;
    try {
      answer = work.answer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      caller.onError(Status.CANCELLED.asRuntimeException());
      return;
    } catch (RuntimeException | IOException e) {
      caller.onError(status(e));
      return;
    }
    caller.onNext(answer);
    caller.onCompleted();
  }

  /// Returns the status that tells of a failure.
  static StatusRuntimeException status(Exception failure) {
    return switch (failure) {
      case StatusRuntimeException status -> status;
      case BerthException berth -> Failures.out(berth);
      case IllegalArgumentException bad ->
          Failures.out(Reason.BAD_FIELD, String.valueOf(bad.getMessage()));
      case NoSuchFileException missing ->
          Failures.out(Reason.FILE_UNKNOWN, "there is no `" + missing.getFile() + "`");
      case FileNotFoundException missing ->
          Failures.out(Reason.FILE_UNKNOWN, String.valueOf(missing.getMessage()));
      case IOException io -> Failures.out(Reason.FILE_FAILED, String.valueOf(io.getMessage()));
      default -> Failures.out(Reason.PLUGIN_BUG, "the plugin has a defect: " + failure);
    };
  }
}
