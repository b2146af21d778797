// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.kit.FileCalls;
import io.berth.kit.TarFiles;
import io.berth.kit.TarStreams;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.protocol.v1beta1.CopyInRequest;
import io.berth.protocol.v1beta1.CopyInResponse;
import io.berth.protocol.v1beta1.CopyOutRequest;
import io.berth.protocol.v1beta1.CopyOutResponse;
import io.berth.protocol.v1beta1.GetEnvironmentRequest;
import io.berth.protocol.v1beta1.HashFilesRequest;
import io.berth.protocol.v1beta1.HashFilesResponse;
import io.berth.protocol.v1beta1.ListFilesRequest;
import io.berth.protocol.v1beta1.ListFilesResponse;
import io.berth.protocol.v1beta1.ReadFilesRequest;
import io.berth.protocol.v1beta1.WriteFilesRequest;
import io.berth.sdk.wire.Bytes;
import io.berth.sdk.wire.Digest;
import io.berth.sdk.wire.Executions;
import io.berth.sdk.wire.Failures;
import io.berth.spi.FileContent;
import io.berth.spi.FileEntry;
import io.berth.spi.FileHash;
import io.berth.spi.FileWrite;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The files of an environment of a plugin. Small ones go in batches, others as tar streams.
final class RemoteFiles implements FileCalls, TarStreams {

  /// What one message carries of files at most, with room for their names.
  private static final int BATCH = 1 << 20;

  /// How many files are read by one call.
  private static final int TOGETHER = 16;

  /// How long nothing may move.
  private static final Duration STANDSTILL = Duration.ofMinutes(10);

  private final RemoteEnvironment environment;
  private final TarFiles large = new TarFiles(this, Long.MAX_VALUE);

  RemoteFiles(RemoteEnvironment environment) {
    this.environment = environment;
  }

  private <A> A call(Call<A> call) throws IOException {
    try {
      return environment.call(call);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a plugin was asked about files");
    } catch (BerthException e) {
      throw asIo(e);
    }
  }

  /// What is wrong with files is an [IOException], as everywhere.
  private static IOException asIo(BerthException failure) {
    ErrorCode code = failure.errors().getFirst().code();
    if (code == ErrorCode.STORAGE_FAILED || code == ErrorCode.STORAGE_FULL) {
      return new IOException(failure.getMessage(), failure);
    }
    throw failure;
  }

  @Override
  public void writeFiles(List<FileWrite> files) throws IOException {
    var batch = WriteFilesRequest.newBuilder().setEnvironmentId(environment.id());
    int most = batch();
    List<FileWrite> streamed = new ArrayList<>();
    long size = 0;
    for (FileWrite file : files) {
      if (file.content().length > most) {
        streamed.add(file);
        continue;
      }
      if (size > 0 && size + file.content().length > most) {
        send(batch.build());
        batch.clearFiles();
        size = 0;
      }
      batch.addFiles(Executions.out(file));
      size += file.content().length + file.path().length() + 16L;
    }
    if (batch.getFilesCount() > 0) {
      send(batch.build());
    }
    for (FileWrite file : streamed) {
      large.writeFiles(List.of(file));
    }
  }

  private int batch() {
    long declared = environment.session().capabilities().limits().batchBytes();
    return declared > 0 ? Math.clamp(declared, 1, BATCH) : BATCH;
  }

  private void send(WriteFilesRequest batch) throws IOException {
    call(() -> environment.connection().files().writeFiles(batch));
  }

  @Override
  public List<FileContent> readFiles(List<String> paths, int maxBytes) throws IOException {
    List<FileContent> contents = new ArrayList<>();
    for (int start = 0; start < paths.size(); start += TOGETHER) {
      List<String> some = paths.subList(start, Math.min(paths.size(), start + TOGETHER));
      int each = Math.min(maxBytes, Math.max(1, batch() / some.size()));
      var request =
          ReadFilesRequest.newBuilder()
              .setEnvironmentId(environment.id())
              .addAllPaths(some)
              .setMaxBytes(each)
              .build();
      var answer = call(() -> environment.connection().files().readFiles(request));
      if (answer.getFilesCount() != some.size()) {
        throw environment
            .session()
            .wrong("answered " + answer.getFilesCount() + " of " + some.size() + " files");
      }
      for (int i = 0; i < some.size(); i++) {
        contents.add(whole(Executions.in(some.get(i), answer.getFiles(i)), maxBytes));
      }
    }
    return contents;
  }

  /// Returns a file up to the limit, where its batch had no room for as much.
  private FileContent whole(FileContent file, int maxBytes) throws IOException {
    byte[] content = file.content();
    return content == null || content.length >= Math.min(file.size(), maxBytes)
        ? file
        : large.readFiles(List.of(file.path()), maxBytes).getFirst();
  }

  @Override
  public List<FileEntry> listFiles(String directory, boolean followLinks, int max)
      throws IOException {
    var request =
        ListFilesRequest.newBuilder()
            .setEnvironmentId(environment.id())
            .setDirectory(directory)
            .setFollowLinks(followLinks)
            .setMax(max)
            .build();
    return call(
        () -> {
          List<FileEntry> entries = new ArrayList<>();
          BlockingClientCall<?, ListFilesResponse> call =
              environment.connection().copies().listFiles(request);
          try {
            for (var part = next(call); part != null; part = next(call)) {
              part.getEntriesList().forEach(entry -> entries.add(Executions.in(entry)));
              if (entries.size() > max) {
                throw environment.session().wrong("lists more files than were asked for");
              }
            }
          } finally {
            call.cancel("all is read", null);
          }
          return entries;
        });
  }

  @Override
  public List<FileHash> hashFiles(List<String> paths) throws IOException {
    var request =
        HashFilesRequest.newBuilder().setEnvironmentId(environment.id()).addAllPaths(paths).build();
    return call(
        () -> {
          List<FileHash> hashes = new ArrayList<>();
          BlockingClientCall<?, HashFilesResponse> call =
              environment.connection().copies().hashFiles(request);
          try {
            for (var part = next(call); part != null; part = next(call)) {
              for (var hash : part.getHashesList()) {
                if (hashes.size() == paths.size()) {
                  throw environment.session().wrong("hashes more files than were asked for");
                }
                hashes.add(Executions.in(paths.get(hashes.size()), hash));
              }
            }
          } finally {
            call.cancel("all is read", null);
          }
          if (hashes.size() < paths.size()) {
            throw environment.session().wrong("hashes fewer files than were asked for");
          }
          return hashes;
        });
  }

  /// Waits for the next part of an answer, however long it takes as long as it goes on.
  static <A> @Nullable A next(BlockingClientCall<?, A> call)
      throws StatusException, InterruptedException {
    try {
      return call.read(STANDSTILL.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw standstill();
    }
  }

  static <Q> boolean send(BlockingClientCall<Q, ?> call, Q part)
      throws StatusException, InterruptedException {
    try {
      return call.write(part, STANDSTILL.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw standstill();
    }
  }

  private static StatusException standstill() {
    return Status.ABORTED
        .withDescription("nothing of a copy has moved for " + STANDSTILL.toMinutes() + " minutes")
        .asException();
  }

  /// A stream cannot be read twice, so a copy is tried once; what can be mended is mended before.
  private PluginConnection ready() throws InterruptedException, StatusException {
    var request = GetEnvironmentRequest.newBuilder().setEnvironmentId(environment.id()).build();
    environment.call(() -> environment.connection().environments().getEnvironment(request));
    return environment.connection();
  }

  private boolean crc32c() {
    return environment.session().info().getFeaturesList().contains(Digest.CRC32C);
  }

  @Override
  public void copyIn(String directory, InputStream tar) throws IOException {
    @Nullable BlockingClientCall<CopyInRequest, CopyInResponse> call = null;
    try {
      call = ready().copies().copyIn();
      boolean crc32c = crc32c();
      var digest = new Digest(crc32c);
      boolean going =
          send(
              call,
              CopyInRequest.newBuilder()
                  .setEnvironmentId(environment.id())
                  .setDirectory(directory)
                  .setCrc32C(crc32c)
                  .build());
      for (byte[] piece = tar.readNBytes(Digest.PIECE);
          going && piece.length > 0;
          piece = tar.readNBytes(Digest.PIECE)) {
        digest.add(piece);
        going = send(call, CopyInRequest.newBuilder().setBytes(Bytes.out(piece)).build());
      }
      if (going) {
        send(call, CopyInRequest.newBuilder().setEnd(digest.end()).build());
        call.halfClose();
      }
      if (next(call) == null) {
        throw environment.session().wrong("ended a copy without an answer");
      }
    } catch (StatusException e) {
      throw asIo(Failures.in(e, environment.session().name()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the copy was interrupted");
    } catch (BerthException e) {
      throw asIo(e);
    } finally {
      if (call != null) {
        call.cancel("the copy is over", null);
      }
    }
  }

  @Override
  public void copyOut(String path, OutputStream tar) throws IOException {
    @Nullable BlockingClientCall<?, CopyOutResponse> call = null;
    try {
      PluginConnection connection = ready();
      boolean crc32c = crc32c();
      call =
          connection
              .copies()
              .copyOut(
                  CopyOutRequest.newBuilder()
                      .setEnvironmentId(environment.id())
                      .setPath(path)
                      .setCrc32C(crc32c)
                      .build());
      var digest = new Digest(crc32c);
      for (var part = next(call); part != null; part = next(call)) {
        byte[] bytes = Bytes.in(part.getBytes());
        digest.add(bytes);
        tar.write(bytes);
        if (part.hasEnd()) {
          if (!digest.end().equals(part.getEnd())) {
            throw new IOException("the copy of `" + path + "` was damaged on its way");
          }
          return;
        }
      }
      throw new IOException("the copy of `" + path + "` ended early");
    } catch (StatusException e) {
      throw asIo(Failures.in(e, environment.session().name()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the copy was interrupted");
    } catch (BerthException e) {
      throw asIo(e);
    } finally {
      if (call != null) {
        call.cancel("the copy is over", null);
      }
    }
  }
}
