// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import com.google.protobuf.ByteString;
import io.berth.plugin.AlphaSettings;
import io.berth.protocol.forgejo.v1alpha.BackendPluginGrpc;
import io.berth.protocol.forgejo.v1alpha.CopyInChunk;
import io.berth.protocol.forgejo.v1alpha.CopyInResponse;
import io.berth.protocol.forgejo.v1alpha.CopyOutChunk;
import io.berth.protocol.forgejo.v1alpha.CopyOutRequest;
import io.berth.protocol.forgejo.v1alpha.CreateResponse;
import io.berth.protocol.forgejo.v1alpha.ExecOutput;
import io.berth.protocol.forgejo.v1alpha.ExecRequest;
import io.berth.protocol.forgejo.v1alpha.RemoveRequest;
import io.berth.protocol.forgejo.v1alpha.StartOutput;
import io.berth.protocol.forgejo.v1alpha.StartRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Calls of a plugin of Forgejo's runner as they are on the wire, in an environment of their own.
final class AlphaCalls implements AutoCloseable {

  private static final String USUAL_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Trial trial;
  private final Channel channel;
  private final CreateResponse made;
  private final Map<String, String> env = new HashMap<>();

  private AlphaCalls(Trial trial, Channel channel, CreateResponse made) {
    this.trial = trial;
    this.channel = channel;
    this.made = made;
  }

  /// How a command ended, and what it wrote.
  record Printed(String out, String err, ExecOutput end) {

    boolean succeeded() {
      return end.hasExecComplete() && end.getExecComplete().getExitCode() == 0;
    }
  }

  static BackendPluginGrpc.BackendPluginBlockingStub stub(Trial trial) {
    return BackendPluginGrpc.newBlockingStub(trial.wire().channel(null));
  }

  /// Makes and boots an environment.
  static AlphaCalls open(Trial trial) {
    Channel channel = trial.wire().channel(null);
    var stub = BackendPluginGrpc.newBlockingStub(channel);
    trial.doing("Create");
    var settings = AlphaSettings.of("plugin", trial.subject().configuration());
    CreateResponse made = stub.create(settings.request(trial.label(), trial.freshId()).build());
    trial.that(!made.getEnvironmentId().isEmpty(), "Create gave no environment_id");
    var calls = new AlphaCalls(trial, channel, made);
    try {
      calls.start();
      calls.copyIn(calls.temp(), new Archive().end());
      return calls;
    } catch (RuntimeException | InterruptedException e) {
      calls.close();
      throw e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
    }
  }

  private void start() {
    trial.doing("Start");
    boolean complete = false;
    Iterator<StartOutput> outputs =
        BackendPluginGrpc.newBlockingStub(channel)
            .start(StartRequest.newBuilder().setEnvironmentId(id()).build());
    while (outputs.hasNext()) {
      trial.that(!complete, "Start sent another message after `start_complete`");
      StartOutput output = outputs.next();
      complete = output.hasStartComplete();
      env.putAll(output.getStartComplete().getImageEnvMap());
    }
    trial.that(complete, "Start ended without `start_complete`");
    String path = made.hasDefaultPathVariable() ? made.getDefaultPathVariable() : USUAL_PATH;
    env.putIfAbsent("PATH", path);
  }

  String id() {
    return made.getEnvironmentId();
  }

  String temp() {
    return made.getTempPath() + "/verify";
  }

  ExecRequest.Builder sh(String script) {
    return ExecRequest.newBuilder()
        .setEnvironmentId(id())
        .addAllCommand(List.of("sh", "-c", script))
        .putAllEnv(env)
        .setWorkdir(temp());
  }

  /// Runs a command to its end.
  Printed run(ExecRequest request) {
    trial.doing("Exec of `" + String.join(" ", request.getCommandList()) + "`");
    var streams = List.of(new ByteArrayOutputStream(), new ByteArrayOutputStream());
    ExecOutput end = null;
    Iterator<ExecOutput> outputs = BackendPluginGrpc.newBlockingStub(channel).exec(request);
    while (outputs.hasNext()) {
      ExecOutput output = outputs.next();
      trial.that(end == null, "Exec sent another message after the end of the command");
      if (output.hasData()) {
        streams
            .get(output.getData().getStreamValue())
            .writeBytes(output.getData().getData().toByteArray());
      } else {
        end = output;
      }
    }
    if (end == null) {
      throw new Broken("Exec ended without `exec_complete` or `exec_failed`");
    }
    return new Printed(
        streams.getFirst().toString(StandardCharsets.UTF_8),
        streams.getLast().toString(StandardCharsets.UTF_8),
        end);
  }

  /// Starts a command on a connection of its own, and waits for its first output.
  Iterator<ExecOutput> begin(Wire wire, String script) {
    trial.doing("Exec of `" + script + "`");
    var outputs = BackendPluginGrpc.newBlockingStub(wire.channel(null)).exec(sh(script).build());
    trial.that(outputs.hasNext() && outputs.next().hasData(), "a command printed nothing");
    return outputs;
  }

  /// Unpacks an archive that is sent in one piece.
  void copyIn(String folder, byte[] archive) throws InterruptedException {
    Status status =
        send(
            CopyInChunk.newBuilder()
                .setEnvironmentId(id())
                .setDestPath(folder)
                .setData(ByteString.copyFrom(archive))
                .build());
    trial.that(status.isOk(), "CopyIn into `" + folder + "` failed: " + status);
  }

  /// Sends chunks of one copy, and returns what came of it.
  Status send(CopyInChunk... chunks) throws InterruptedException {
    trial.doing("CopyIn");
    var ended = new CompletableFuture<Status>();
    StreamObserver<CopyInChunk> caller =
        BackendPluginGrpc.newStub(channel)
            .copyIn(
                new StreamObserver<CopyInResponse>() {
                  @Override
                  public void onNext(CopyInResponse answer) {}

                  @Override
                  public void onError(Throwable failure) {
                    ended.complete(Status.fromThrowable(failure));
                  }

                  @Override
                  public void onCompleted() {
                    ended.complete(Status.OK);
                  }
                });
    for (CopyInChunk chunk : chunks) {
      caller.onNext(chunk);
    }
    caller.onCompleted();
    try {
      return ended.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a status is no failure", e);
    }
  }

  /// Packs what is at a path.
  byte[] copyOut(String path) {
    trial.doing("CopyOut");
    var archive = new ByteArrayOutputStream();
    Iterator<CopyOutChunk> chunks =
        BackendPluginGrpc.newBlockingStub(channel)
            .copyOut(CopyOutRequest.newBuilder().setEnvironmentId(id()).setSrcPath(path).build());
    chunks.forEachRemaining(chunk -> archive.writeBytes(chunk.getData().toByteArray()));
    return archive.toByteArray();
  }

  void remove() {
    trial.doing("Remove");
    var _ = stub(trial).remove(RemoveRequest.newBuilder().setEnvironmentId(id()).build());
  }

  @Override
  public void close() {
    remove();
  }
}
