// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import com.google.protobuf.ByteString;
import io.berth.protocol.forgejo.v1alpha.BackendPluginGrpc;
import io.berth.protocol.forgejo.v1alpha.CapabilitiesRequest;
import io.berth.protocol.forgejo.v1alpha.CapabilitiesResponse;
import io.berth.protocol.forgejo.v1alpha.CopyInChunk;
import io.berth.protocol.forgejo.v1alpha.CopyInResponse;
import io.berth.protocol.forgejo.v1alpha.CopyOutChunk;
import io.berth.protocol.forgejo.v1alpha.CopyOutRequest;
import io.berth.protocol.forgejo.v1alpha.CreateRequest;
import io.berth.protocol.forgejo.v1alpha.CreateResponse;
import io.berth.protocol.forgejo.v1alpha.DataChunk;
import io.berth.protocol.forgejo.v1alpha.ExecComplete;
import io.berth.protocol.forgejo.v1alpha.ExecFailed;
import io.berth.protocol.forgejo.v1alpha.ExecOutput;
import io.berth.protocol.forgejo.v1alpha.ExecRequest;
import io.berth.protocol.forgejo.v1alpha.RemoveRequest;
import io.berth.protocol.forgejo.v1alpha.RemoveResponse;
import io.berth.protocol.forgejo.v1alpha.StartComplete;
import io.berth.protocol.forgejo.v1alpha.StartOutput;
import io.berth.protocol.forgejo.v1alpha.StartRequest;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A plugin of Forgejo's runner: folders, processes of Java and the `tar` of this machine. It
/// counts how many calls it is given at once.
final class AlphaPlugin extends BackendPluginGrpc.BackendPluginImplBase {

  final List<CreateRequest> created = new CopyOnWriteArrayList<>();
  final List<String> removed = new CopyOnWriteArrayList<>();
  final AtomicInteger mostAtOnce = new AtomicInteger();
  private final AtomicInteger now = new AtomicInteger();
  private final Path root;

  AlphaPlugin(Path root) {
    this.root = root;
  }

  private void enter() {
    mostAtOnce.accumulateAndGet(now.incrementAndGet(), Math::max);
  }

  private void leave() {
    now.decrementAndGet();
  }

  @Override
  public void capabilities(
      CapabilitiesRequest request, StreamObserver<CapabilitiesResponse> answer) {
    answer.onNext(CapabilitiesResponse.newBuilder().setName("test").build());
    answer.onCompleted();
  }

  @Override
  public void create(CreateRequest request, StreamObserver<CreateResponse> answer) {
    created.add(request);
    String base = root + "/" + request.getName();
    answer.onNext(
        CreateResponse.newBuilder()
            .setEnvironmentId("env-" + request.getName())
            .setRootPath(base + "/root")
            .setActPath(base + "/act")
            .setToolCachePath(base + "/tools")
            .setTempPath(base + "/temp")
            .setOs("linux")
            .setArch("x86_64")
            .build());
    answer.onCompleted();
  }

  @Override
  public void start(StartRequest request, StreamObserver<StartOutput> answer) {
    answer.onNext(
        StartOutput.newBuilder()
            .setData(DataChunk.newBuilder().setData(ByteString.copyFromUtf8("booting\n")))
            .build());
    answer.onNext(
        StartOutput.newBuilder()
            .setStartComplete(
                StartComplete.newBuilder()
                    .putImageEnv("PATH", System.getenv("PATH"))
                    .putImageEnv("FROM_IMAGE", "yes"))
            .build());
    answer.onCompleted();
  }

  @Override
  public void exec(ExecRequest request, StreamObserver<ExecOutput> answer) {
    enter();
    var caller = (ServerCallStreamObserver<ExecOutput>) answer;
    try {
      var builder =
          new ProcessBuilder(request.getCommandList())
              .directory(Path.of(request.getWorkdir()).toFile())
              .redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().putAll(request.getEnvMap());
      Process process = builder.start();
      caller.setOnCancelHandler(() -> kill(process));
      byte[] buffer = new byte[32 << 10];
      try (InputStream output = process.getInputStream()) {
        for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
          answer.onNext(
              ExecOutput.newBuilder()
                  .setData(DataChunk.newBuilder().setData(ByteString.copyFrom(buffer, 0, n)))
                  .build());
        }
      }
      leave();
      answer.onNext(
          ExecOutput.newBuilder()
              .setExecComplete(ExecComplete.newBuilder().setExitCode(process.waitFor()))
              .build());
      answer.onCompleted();
    } catch (IOException e) {
      leave();
      if (!caller.isCancelled()) {
        answer.onNext(
            ExecOutput.newBuilder()
                .setExecFailed(ExecFailed.newBuilder().setErrorMessage(e.getMessage()))
                .build());
        answer.onCompleted();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public StreamObserver<CopyInChunk> copyIn(StreamObserver<CopyInResponse> answer) {
    enter();
    return new StreamObserver<>() {
      private @Nullable Process tar;

      @Override
      public void onNext(CopyInChunk chunk) {
        try {
          if (tar == null) {
            Path folder = Files.createDirectories(Path.of(chunk.getDestPath()));
            tar = new ProcessBuilder("tar", "-xpf", "-").directory(folder.toFile()).start();
          }
          tar.getOutputStream().write(chunk.getData().toByteArray());
        } catch (IOException e) {
          throw Status.INTERNAL.withDescription(e.getMessage()).asRuntimeException();
        }
      }

      @Override
      public void onError(Throwable failure) {
        leave();
      }

      @Override
      public void onCompleted() {
        try {
          if (tar != null) {
            tar.getOutputStream().close();
            tar.waitFor();
          }
        } catch (IOException | InterruptedException e) {
          throw Status.INTERNAL.withDescription(e.getMessage()).asRuntimeException();
        }
        leave();
        answer.onNext(CopyInResponse.getDefaultInstance());
        answer.onCompleted();
      }
    };
  }

  @Override
  public void copyOut(CopyOutRequest request, StreamObserver<CopyOutChunk> answer) {
    enter();
    try {
      Path path = Path.of(request.getSrcPath());
      if (!Files.exists(path)) {
        leave();
        answer.onError(Status.NOT_FOUND.asRuntimeException());
        return;
      }
      Process tar =
          new ProcessBuilder("tar", "-cf", "-", String.valueOf(path.getFileName()))
              .directory(path.resolveSibling(".").normalize().toFile())
              .start();
      byte[] all = tar.getInputStream().readAllBytes();
      for (int from = 0; from < all.length; from += 7000) {
        answer.onNext(
            CopyOutChunk.newBuilder()
                .setData(ByteString.copyFrom(all, from, Math.min(7000, all.length - from)))
                .build());
      }
      leave();
      answer.onCompleted();
    } catch (IOException e) {
      throw Status.INTERNAL.withDescription(e.getMessage()).asRuntimeException();
    }
  }

  @Override
  public void remove(RemoveRequest request, StreamObserver<RemoveResponse> answer) {
    removed.add(request.getEnvironmentId());
    answer.onNext(RemoveResponse.getDefaultInstance());
    answer.onCompleted();
  }
}
