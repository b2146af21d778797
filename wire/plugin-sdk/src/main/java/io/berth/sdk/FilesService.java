// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.protocol.v1beta1.CopyInRequest;
import io.berth.protocol.v1beta1.CopyInResponse;
import io.berth.protocol.v1beta1.CopyOutRequest;
import io.berth.protocol.v1beta1.CopyOutResponse;
import io.berth.protocol.v1beta1.FilesGrpc;
import io.berth.protocol.v1beta1.HashFilesRequest;
import io.berth.protocol.v1beta1.HashFilesResponse;
import io.berth.protocol.v1beta1.ListFilesRequest;
import io.berth.protocol.v1beta1.ListFilesResponse;
import io.berth.protocol.v1beta1.ReadFilesRequest;
import io.berth.protocol.v1beta1.ReadFilesResponse;
import io.berth.protocol.v1beta1.WriteFilesRequest;
import io.berth.protocol.v1beta1.WriteFilesResponse;
import io.berth.sdk.wire.Digest;
import io.berth.sdk.wire.Executions;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Reason;
import io.berth.spi.FileEntry;
import io.berth.spi.FileHash;
import io.berth.spi.FileWrite;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Files inside environments.
final class FilesService extends FilesGrpc.FilesImplBase {

  /// What fits into one message of a list.
  private static final int PART = 500;

  private static final int MOST_FILES = 10_000_000;

  /// What one call reads at most, of all its files.
  private static final int BATCH = 2 << 20;

  @Override
  public void writeFiles(WriteFilesRequest request, StreamObserver<WriteFilesResponse> caller) {
    Session session = Sessions.current();
    Answering.with(
        caller,
        () -> {
          List<FileWrite> files = new ArrayList<>();
          request.getFilesList().forEach(file -> files.add(Executions.in(file)));
          session.environment(request.getEnvironmentId()).writeFiles(files);
          return WriteFilesResponse.getDefaultInstance();
        });
  }

  @Override
  public void readFiles(ReadFilesRequest request, StreamObserver<ReadFilesResponse> caller) {
    Session session = Sessions.current();
    Answering.with(
        caller,
        () -> {
          int most = Math.clamp(request.getMaxBytes(), 0, BATCH);
          var answer = ReadFilesResponse.newBuilder();
          long size = 0;
          for (var file :
              session
                  .environment(request.getEnvironmentId())
                  .readFiles(request.getPathsList(), most)) {
            byte[] content = file.content();
            size += content == null ? 0 : content.length;
            if (size > BATCH) {
              throw Failures.out(
                  Reason.TOO_LARGE,
                  "these files hold more than " + BATCH + " bytes: ask for fewer");
            }
            answer.addFiles(Executions.out(file));
          }
          return answer.build();
        });
  }

  @Override
  public void listFiles(ListFilesRequest request, StreamObserver<ListFilesResponse> caller) {
    Session session = Sessions.current();
    var answers = new Outbound<>((ServerCallStreamObserver<ListFilesResponse>) caller);
    inParts(
        answers,
        () -> {
          int most = Math.clamp(request.getMax(), 0, MOST_FILES);
          List<FileEntry> entries =
              session
                  .environment(request.getEnvironmentId())
                  .listFiles(request.getDirectory(), request.getFollowLinks(), most);
          for (int start = 0; start < entries.size(); start += PART) {
            var part = ListFilesResponse.newBuilder();
            entries
                .subList(start, Math.min(entries.size(), start + PART))
                .forEach(entry -> part.addEntries(Executions.out(entry)));
            answers.send(part.build());
          }
        });
  }

  @Override
  public void hashFiles(HashFilesRequest request, StreamObserver<HashFilesResponse> caller) {
    Session session = Sessions.current();
    var answers = new Outbound<>((ServerCallStreamObserver<HashFilesResponse>) caller);
    inParts(
        answers,
        () -> {
          var environment = session.environment(request.getEnvironmentId());
          List<String> paths = request.getPathsList();
          for (int start = 0; start < paths.size(); start += PART) {
            var part = HashFilesResponse.newBuilder();
            for (FileHash hash :
                environment.hashFiles(paths.subList(start, Math.min(paths.size(), start + PART)))) {
              part.addHashes(Executions.out(hash));
            }
            answers.send(part.build());
          }
        });
  }

  @Override
  public StreamObserver<CopyInRequest> copyIn(StreamObserver<CopyInResponse> caller) {
    return new CopyingIn(Sessions.current(), (ServerCallStreamObserver<CopyInResponse>) caller);
  }

  @Override
  public void copyOut(CopyOutRequest request, StreamObserver<CopyOutResponse> caller) {
    Session session = Sessions.current();
    var answers = new Outbound<>((ServerCallStreamObserver<CopyOutResponse>) caller);
    inParts(
        answers,
        () -> {
          var environment = session.environment(request.getEnvironmentId());
          try (var out = new CopyingOut(answers, new Digest(request.getCrc32C()))) {
            environment.copyOut(request.getPath(), out);
            out.end();
          }
        });
  }

  /// What sends several answers.
  @FunctionalInterface
  private interface Parts {
    void send() throws IOException, InterruptedException;
  }

  /// Answers on a thread of its own, because the caller's readiness is told on this one.
  private static void inParts(Outbound<?> answers, Parts parts) {
    Thread.ofVirtual()
        .name("files")
        .start(
            () -> {
              try {
                parts.send();
                answers.complete();
              } catch (Outbound.CallerGone e) {
                // Leaving early changes nothing.
              } catch (RuntimeException | IOException | InterruptedException e) {
                answers.fail(e);
              }
            });
  }
}
