// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.wire;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Failures as the status of a call, and back.
public final class Failures {

  /// Whose reasons they are.
  public static final String DOMAIN = "backend.berth.dev";

  /// How a plugin may say the reason alone, without an [ErrorInfo].
  private static final Metadata.Key<String> REASON =
      Metadata.Key.of("berth-reason", Metadata.ASCII_STRING_MARSHALLER);

  private static final int LONGEST_TEXT = 4096;

  private Failures() {}

  /// Returns the status for a failure that is no fault of Berth's own making.
  public static StatusRuntimeException out(Reason reason, String problem) {
    var status =
        com.google.rpc.Status.newBuilder()
            .setCode(reason.code().value())
            .setMessage(bounded(problem))
            .addDetails(Any.pack(info(reason).build()));
    return StatusProto.toStatusRuntimeException(status.build());
  }

  /// Returns the status that tells all errors of an exception.
  public static StatusRuntimeException out(BerthException failure) {
    BerthError first = failure.errors().getFirst();
    var status =
        com.google.rpc.Status.newBuilder()
            .setCode(Reason.of(first.code()).code().value())
            .setMessage(bounded(first.problem()));
    failure.errors().forEach(error -> status.addDetails(Any.pack(info(error))));
    return StatusProto.toStatusRuntimeException(status.build());
  }

  private static ErrorInfo info(BerthError error) {
    var info = info(Reason.of(error.code())).putMetadata("code", error.code().id());
    info.putMetadata("problem", bounded(error.problem()));
    String remedy = error.remedy();
    if (remedy != null) {
      info.putMetadata("remedy", bounded(remedy));
    }
    SourceSpan where = error.where();
    if (where != null) {
      info.putMetadata("file", where.file())
          .putMetadata("line", Integer.toString(where.line()))
          .putMetadata("column", Integer.toString(where.column()))
          .putMetadata("length", Integer.toString(where.length()));
    }
    return info.build();
  }

  private static ErrorInfo.Builder info(Reason reason) {
    return ErrorInfo.newBuilder()
        .setDomain(DOMAIN)
        .setReason(reason.name())
        .putMetadata("fault", reason.fault().name());
  }

  /// Returns the reason of a failed call, or `null` if its status tells none that is known.
  public static @Nullable Reason reason(Throwable failure) {
    for (ErrorInfo info : infos(failure)) {
      Reason reason = reason(info);
      if (reason != null) {
        return reason;
      }
    }
    return null;
  }

  /// Returns all that the status of a failed call tells, as errors for a person.
  ///
  /// @param backend what to call the plugin where it does not say what is wrong
  public static BerthException in(Throwable failure, String backend) {
    List<BerthError> errors = new ArrayList<>();
    for (ErrorInfo info : infos(failure)) {
      errors.add(error(info, message(failure, backend)));
    }
    if (errors.isEmpty()) {
      errors.add(BerthError.of(code(failure), message(failure, backend), null));
    }
    return new BerthException(errors, failure);
  }

  private static String message(Throwable failure, String backend) {
    Status status = Status.fromThrowable(failure);
    String description = status.getDescription();
    if (description == null || description.isBlank()) {
      return "backend `" + backend + "` failed: " + status.getCode();
    }
    Throwable cause = status.getCause();
    // What Netty calls an `io exception` is told by its cause.
    return bounded(
        cause instanceof IOException && cause.getMessage() != null
            ? "backend `" + backend + "` cannot be reached: " + cause.getMessage()
            : description);
  }

  private static ErrorCode code(Throwable failure) {
    return switch (Status.fromThrowable(failure).getCode()) {
      case UNIMPLEMENTED -> ErrorCode.LAYER_UNSUPPORTED;
      case INTERNAL, UNKNOWN, INVALID_ARGUMENT -> ErrorCode.ENVIRONMENT_LOST;
      case DATA_LOSS -> ErrorCode.STORAGE_FAILED;
      case NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION, OUT_OF_RANGE, ABORTED ->
          ErrorCode.ENVIRONMENT_NOT_READY;
      case OK,
          CANCELLED,
          DEADLINE_EXCEEDED,
          PERMISSION_DENIED,
          RESOURCE_EXHAUSTED,
          UNAVAILABLE,
          UNAUTHENTICATED ->
          ErrorCode.BACKEND_UNAVAILABLE;
    };
  }

  private static BerthError error(ErrorInfo info, String message) {
    Map<String, String> metadata = info.getMetadataMap();
    String problem = bounded(metadata.getOrDefault("problem", message));
    String remedy = metadata.get("remedy");
    return new BerthError(
        code(info),
        problem.isBlank() ? message : problem,
        remedy == null || remedy.isBlank() ? null : bounded(remedy),
        where(metadata),
        List.of());
  }

  private static ErrorCode code(ErrorInfo info) {
    String id = info.getMetadataMap().get("code");
    for (ErrorCode code : ErrorCode.values()) {
      if (code.id().equals(id)) {
        return code;
      }
    }
    Reason reason = reason(info);
    return reason == null ? ErrorCode.BACKEND_UNAVAILABLE : reason.error();
  }

  private static @Nullable SourceSpan where(Map<String, String> metadata) {
    String file = metadata.get("file");
    try {
      int line = Integer.parseInt(metadata.getOrDefault("line", "0"));
      int column = Integer.parseInt(metadata.getOrDefault("column", "0"));
      int length = Integer.parseInt(metadata.getOrDefault("length", "1"));
      return file == null || line < 1 || column < 1 || length < 1
          ? null
          : new SourceSpan(bounded(file), line, column, length);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Reason reason(ErrorInfo info) {
    for (Reason reason : Reason.values()) {
      if (reason.name().equals(info.getReason())) {
        return reason;
      }
    }
    return null;
  }

  private static List<ErrorInfo> infos(Throwable failure) {
    List<ErrorInfo> infos = new ArrayList<>();
    com.google.rpc.Status status = StatusProto.fromThrowable(failure);
    if (status == null) {
      return infos;
    }
    Metadata trailers = Status.trailersFromThrowable(failure);
    String word = trailers == null ? null : trailers.get(REASON);
    if (word != null) {
      infos.add(ErrorInfo.newBuilder().setDomain(DOMAIN).setReason(bounded(word)).build());
    }
    for (Any detail : status.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        try {
          ErrorInfo info = detail.unpack(ErrorInfo.class);
          if (info.getDomain().equals(DOMAIN)) {
            infos.add(info);
          }
        } catch (InvalidProtocolBufferException e) {
          // A detail that cannot be read tells nothing; the status tells of the failure.
        }
      }
    }
    return infos;
  }

  private static String bounded(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }
}
