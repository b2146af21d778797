// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import com.google.protobuf.ByteString;
import io.berth.kit.TarStreams;
import io.berth.model.BerthException;
import io.berth.protocol.v1beta1.WriteRequest;
import io.berth.sdk.wire.Digest;
import io.berth.sdk.wire.Failures;
import io.berth.spi.Chunk;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Signal;
import io.grpc.StatusException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Copies in and out of the environment of a plugin that serves commands and no files: by `tar`,
/// inside.
///
/// @param environment whose commands they are
record CommandCopies(RemoteEnvironment environment) implements TarStreams {

  /// What the ids of its executions begin with, which nobody else is told of.
  static final String OWN = "berth-copy-";

  /// Nobody is made the owner of files, and permissions are as they were packed.
  private static final String UNPACK = "mkdir -p \"$0\" && exec tar -C \"$0\" -xpof -";

  private static final int MISSING = 44;
  private static final String PACK =
      """
      [ -e "$0" ] || [ -L "$0" ] || exit 44
      if [ -d "$0" ]; then folder=$0 name=.; else folder=${0%/*}/ name=${0##*/}; fi
      exec tar -C "$folder" -cf - -- "$name" 2>/dev/null
      """;

  /// How much of what `tar` says is shown.
  private static final int SHOWN = 2000;

  @Override
  public void copyIn(String directory, InputStream tar) throws IOException {
    run(
        UNPACK,
        directory,
        true,
        execution -> {
          // Read meanwhile, so that it never waits for its reader.
          var said = new FutureTask<>(() -> text(execution));
          Thread.ofVirtual().name("copy-output").start(said);
          write(execution.id(), tar);
          ExecOutcome outcome = execution.outcome();
          if (!outcome.equals(new ExecOutcome.Exited(0))) {
            throw failed("unpacked in", directory, outcome, said.get());
          }
        });
  }

  @Override
  public void copyOut(String path, OutputStream tar) throws IOException {
    run(
        PACK,
        path,
        false,
        execution -> {
          read(execution, tar);
          ExecOutcome outcome = execution.outcome();
          if (outcome.equals(new ExecOutcome.Exited(MISSING))) {
            throw new NoSuchFileException(path);
          }
          if (!outcome.equals(new ExecOutcome.Exited(0))) {
            throw failed("packed from", path, outcome, "");
          }
        });
  }

  private static IOException failed(String done, String path, ExecOutcome outcome, String said) {
    return new IOException(
        "files cannot be " + done + " `" + path + "`: tar ended as " + outcome + " " + said);
  }

  /// What is done with a command that copies.
  @FunctionalInterface
  private interface Work {
    void with(RemoteExecution execution)
        throws IOException, InterruptedException, ExecutionException, StatusException;
  }

  private void run(String script, String path, boolean input, Work work) throws IOException {
    var id = new ExecId(OWN + UUID.randomUUID());
    var command = List.of("sh", "-c", script, path);
    RemoteExecution execution =
        environment.start(new ExecSpec(id, command, environment.layout().env(), "/", null), input);
    try {
      work.with(execution);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the copy was interrupted");
    } catch (ExecutionException e) {
      throw new IOException("the copy at `" + path + "` failed", e);
    } catch (StatusException e) {
      BerthException failure = Failures.in(e, environment.session().name());
      throw new IOException(failure.getMessage(), failure);
    } finally {
      if (!execution.hasEnded()) {
        execution.signal(Signal.KILL);
      }
      environment.forget(id);
    }
  }

  private void write(ExecId id, InputStream tar)
      throws IOException, InterruptedException, StatusException {
    var call = environment.connection().inputs().write();
    try {
      byte[] buffer = new byte[Digest.PIECE];
      var part = WriteRequest.newBuilder().setEnvironmentId(environment.id());
      part.setExecutionId(id.value());
      boolean going = RemoteFiles.send(call, part.build());
      for (int size = tar.readNBytes(buffer, 0, buffer.length);
          going && size > 0;
          size = tar.readNBytes(buffer, 0, buffer.length)) {
        var bytes = ByteString.copyFrom(buffer, 0, size);
        going = RemoteFiles.send(call, WriteRequest.newBuilder().setBytes(bytes).build());
      }
      if (going) {
        call.halfClose();
      }
      if (RemoteFiles.next(call) == null) {
        throw environment.session().wrong("ended the input of a command without an answer");
      }
    } finally {
      call.cancel("the copy is over", null);
    }
  }

  private static void read(RemoteExecution execution, OutputStream target)
      throws IOException, InterruptedException {
    long at = 0;
    for (Chunk chunk = execution.read(at, at); !chunk.isEnd(); chunk = execution.read(at, at)) {
      target.write(chunk.bytes());
      at = chunk.end();
    }
  }

  private static String text(RemoteExecution execution) throws IOException, InterruptedException {
    var text = new ByteArrayOutputStream();
    read(
        execution,
        new OutputStream() {
          @Override
          public void write(int one) {
            if (text.size() < SHOWN) {
              text.write(one);
            }
          }
        });
    return text.toString(StandardCharsets.UTF_8).strip();
  }
}
