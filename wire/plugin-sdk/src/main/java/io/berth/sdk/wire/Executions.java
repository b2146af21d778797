// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.wire;

import com.google.protobuf.ByteString;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.protocol.v1beta1.EnvironmentLost;
import io.berth.protocol.v1beta1.ExecutionLost;
import io.berth.protocol.v1beta1.FileHash;
import io.berth.protocol.v1beta1.NotStarted;
import io.berth.protocol.v1beta1.OutOfMemory;
import io.berth.protocol.v1beta1.Result;
import io.berth.protocol.v1beta1.StartRequest;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.FileContent;
import io.berth.spi.FileEntry;
import io.berth.spi.FileWrite;
import java.time.Duration;

/// Commands, how they ended, and files.
public final class Executions {

  private Executions() {}

  public static StartRequest out(String environment, ExecSpec spec) {
    var message =
        StartRequest.newBuilder()
            .setEnvironmentId(environment)
            .setExecutionId(spec.id().value())
            .addAllCommand(spec.command())
            .putAllEnv(spec.env())
            .setDirectory(spec.directory());
    Duration limit = spec.limit();
    if (limit != null) {
      message.setLimit(Times.out(limit));
    }
    return message.build();
  }

  public static ExecSpec in(StartRequest message) {
    return new ExecSpec(
        new ExecId(message.getExecutionId()),
        message.getCommandList(),
        message.getEnvMap(),
        message.getDirectory(),
        message.hasLimit() ? Times.in(message.getLimit()) : null);
  }

  public static Result out(ExecOutcome outcome) {
    var message = Result.newBuilder();
    switch (outcome) {
      case ExecOutcome.Exited(int code) -> message.setExited(code);
      case ExecOutcome.Signalled(int number) -> message.setSignalled(number);
      case ExecOutcome.NotStarted(int code, String problem) ->
          message.setNotStarted(NotStarted.newBuilder().setCode(code).setProblem(problem));
      case ExecOutcome.TimedOut(Duration limit) -> message.setTimedOut(Times.out(limit));
      case ExecOutcome.OutOfMemory() -> message.setOutOfMemory(OutOfMemory.getDefaultInstance());
      case ExecOutcome.ExecutionLost(BerthError error) ->
          message.setExecutionLost(ExecutionLost.newBuilder().setProblem(error.problem()));
      case ExecOutcome.EnvironmentLost(BerthError error) ->
          message.setEnvironmentLost(EnvironmentLost.newBuilder().setProblem(error.problem()));
    }
    return message.build();
  }

  /// A result that is not known is no success.
  public static ExecOutcome in(Result message) {
    return switch (message.getHowCase()) {
      case EXITED -> new ExecOutcome.Exited(message.getExited());
      case SIGNALLED -> new ExecOutcome.Signalled(message.getSignalled());
      case NOT_STARTED ->
          new ExecOutcome.NotStarted(
              message.getNotStarted().getCode() == 126 ? 126 : 127,
              message.getNotStarted().getProblem());
      case TIMED_OUT -> new ExecOutcome.TimedOut(Times.in(message.getTimedOut()));
      case OUT_OF_MEMORY -> new ExecOutcome.OutOfMemory();
      case EXECUTION_LOST -> executionLost(message.getExecutionLost().getProblem());
      case ENVIRONMENT_LOST -> lost(message.getEnvironmentLost().getProblem());
      case HOW_NOT_SET -> lost("the backend told an end of the command that is not known");
    };
  }

  private static ExecOutcome executionLost(String problem) {
    return new ExecOutcome.ExecutionLost(
        BerthError.of(
            ErrorCode.EXECUTION_LOST, problem.isBlank() ? "the command was lost" : problem, null));
  }

  private static ExecOutcome lost(String problem) {
    return new ExecOutcome.EnvironmentLost(
        BerthError.of(
            ErrorCode.ENVIRONMENT_LOST,
            problem.isBlank() ? "the environment was lost" : problem,
            null));
  }

  public static io.berth.protocol.v1beta1.FileWrite out(FileWrite file) {
    return io.berth.protocol.v1beta1.FileWrite.newBuilder()
        .setPath(file.path())
        .setContent(ByteString.copyFrom(file.content()))
        .setExecutable(file.executable())
        .build();
  }

  public static FileWrite in(io.berth.protocol.v1beta1.FileWrite message) {
    return new FileWrite(
        message.getPath(), message.getContent().toByteArray(), message.getExecutable());
  }

  public static io.berth.protocol.v1beta1.FileContent out(FileContent file) {
    byte[] content = file.content();
    var message = io.berth.protocol.v1beta1.FileContent.newBuilder();
    return content == null
        ? message.build()
        : message
            .setExists(true)
            .setContent(ByteString.copyFrom(content))
            .setSize(file.size())
            .build();
  }

  /// @param path as it was asked for
  public static FileContent in(String path, io.berth.protocol.v1beta1.FileContent message) {
    return message.getExists()
        ? new FileContent(path, message.getContent().toByteArray(), message.getSize())
        : new FileContent(path, null, 0);
  }

  public static io.berth.protocol.v1beta1.FileEntry out(FileEntry entry) {
    return io.berth.protocol.v1beta1.FileEntry.newBuilder()
        .setPath(entry.path())
        .setKind(Names.out(entry.kind()))
        .setSize(entry.size())
        .setModified(Times.out(entry.modified()))
        .build();
  }

  public static FileEntry in(io.berth.protocol.v1beta1.FileEntry message) {
    return new FileEntry(
        message.getPath(),
        Names.in(message.getKind()),
        message.getSize(),
        Times.in(message.getModified()));
  }

  public static FileHash out(io.berth.spi.FileHash hash) {
    byte[] digest = hash.sha256();
    return digest == null
        ? FileHash.getDefaultInstance()
        : FileHash.newBuilder().setSha256(ByteString.copyFrom(digest)).setSize(hash.size()).build();
  }

  /// @param path as it was asked for
  public static io.berth.spi.FileHash in(String path, FileHash message) {
    return message.getSha256().size() == 32
        ? new io.berth.spi.FileHash(path, message.getSha256().toByteArray(), message.getSize())
        : new io.berth.spi.FileHash(path, null, 0);
  }
}
