// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import com.google.protobuf.ByteString;
import io.berth.kit.LayerCalls;
import io.berth.kit.Place;
import io.berth.kit.Running;
import io.berth.kit.TarEntry;
import io.berth.kit.TarReader;
import io.berth.kit.TarWriter;
import io.berth.protocol.forgejo.v1alpha.BackendPluginGrpc.BackendPluginBlockingV2Stub;
import io.berth.protocol.forgejo.v1alpha.CopyInChunk;
import io.berth.protocol.forgejo.v1alpha.CopyInResponse;
import io.berth.protocol.forgejo.v1alpha.CopyOutChunk;
import io.berth.protocol.forgejo.v1alpha.CopyOutRequest;
import io.berth.protocol.forgejo.v1alpha.ExecRequest;
import io.berth.protocol.forgejo.v1alpha.RemoveRequest;
import io.berth.sdk.wire.Failures;
import io.berth.spi.Container;
import io.berth.spi.ContainerSpec;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.ImageBuild;
import io.berth.spi.Layer;
import io.berth.spi.LayerUnsupported;
import io.berth.spi.Layout;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An environment of a plugin of Forgejo's runner: one call at a time.
final class AlphaPlace implements Place, LayerCalls {

  private static final int PIECE = 256 << 10;
  private static final int REMOVAL_MINUTES = 10;

  private final String plugin;
  private final BackendPluginBlockingV2Stub stub;
  private final String id;
  private final Layout layout;

  /// Whose turn it is to call.
  private final Semaphore turn = new Semaphore(1, true);

  private volatile @Nullable AlphaRunning running;

  AlphaPlace(String plugin, BackendPluginBlockingV2Stub stub, String id, Layout layout) {
    this.plugin = plugin;
    this.stub = stub;
    this.id = id;
    this.layout = layout;
  }

  static IOException failure(String plugin, StatusException status) {
    return new IOException(Failures.in(status, plugin).getMessage(), status);
  }

  @Override
  public Layout layout() {
    return layout;
  }

  /// An archive of nothing makes the folder that it is unpacked in.
  void makeFolders() throws IOException {
    Layout.Paths paths = layout.paths();
    for (String folder :
        new String[] {paths.workspace(), paths.temp(), paths.toolCache(), paths.actions()}) {
      copyIn(folder, new ByteArrayInputStream(new byte[1024]));
    }
  }

  @Override
  public Running start(ExecSpec spec) {
    if (!turn.tryAcquire()) {
      return Running.ended(
          new ExecOutcome.NotStarted(
              126,
              "plugin `" + plugin + "` makes one call at a time, and another one is not over"));
    }
    var started =
        new AlphaRunning(
            plugin,
            stub.exec(
                ExecRequest.newBuilder()
                    .setEnvironmentId(id)
                    .addAllCommand(spec.command())
                    .putAllEnv(spec.env())
                    .setWorkdir(spec.directory())
                    .build()),
            turn);
    running = started;
    return started;
  }

  /// A copy waits for no command: who reads the command's output may be who wants the copy.
  private void takeTurn() throws IOException {
    AlphaRunning current = running;
    boolean taken;
    try {
      taken = turn.tryAcquire(current != null && current.isOver() ? 30 : 1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while another call was made");
    }
    if (!taken) {
      throw new IOException(
          "plugin `" + plugin + "` makes one call at a time, and a command is running");
    }
  }

  @Override
  public void copyIn(String directory, InputStream tar) throws IOException {
    takeTurn();
    BlockingClientCall<CopyInChunk, CopyInResponse> call = stub.copyIn();
    try {
      boolean going =
          call.write(CopyInChunk.newBuilder().setEnvironmentId(id).setDestPath(directory).build());
      byte[] buffer = new byte[PIECE];
      for (int n = tar.readNBytes(buffer, 0, PIECE);
          going && n > 0;
          n = tar.readNBytes(buffer, 0, PIECE)) {
        going =
            call.write(CopyInChunk.newBuilder().setData(ByteString.copyFrom(buffer, 0, n)).build());
      }
      call.halfClose();
      if (call.read() == null) {
        throw new IOException("plugin `" + plugin + "` ended a copy without an answer");
      }
    } catch (StatusException e) {
      throw failure(plugin, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the copy was interrupted");
    } finally {
      call.cancel("the copy is over", null);
      turn.release();
    }
  }

  /// What the plugin packs has the name of `path` on top, which is taken off a folder.
  @Override
  public void copyOut(String path, OutputStream tar) throws IOException {
    takeTurn();
    BlockingClientCall<?, CopyOutChunk> call =
        stub.copyOut(CopyOutRequest.newBuilder().setEnvironmentId(id).setSrcPath(path).build());
    try (var in = new Chunks(plugin, path, call)) {
      var reader = new TarReader(in);
      var writer = new TarWriter(tar);
      String top = null;
      for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
        String name = entry.name().startsWith("./") ? entry.name().substring(2) : entry.name();
        if (top == null) {
          top = entry.kind() == TarEntry.Kind.FOLDER ? withSlash(name) : "";
        }
        copy(without(top, name), without(top, entry.link()), entry, reader, writer);
      }
      writer.end();
      in.skip(Long.MAX_VALUE);
    } finally {
      call.cancel("the copy is over", null);
      turn.release();
    }
  }

  private static String withSlash(String name) {
    return name.endsWith("/") ? name : name + "/";
  }

  private static String without(String top, String name) {
    return !top.isEmpty() && withSlash(name).startsWith(top)
        ? name.substring(Math.min(name.length(), top.length()))
        : name;
  }

  private static void copy(
      String name, String link, TarEntry entry, TarReader reader, TarWriter writer)
      throws IOException {
    if (name.isEmpty()) {
      return;
    }
    boolean inside = entry.kind() == TarEntry.Kind.HARD_LINK;
    writer.header(
        new TarEntry(
            name,
            entry.kind(),
            inside ? link : entry.link(),
            entry.mode(),
            entry.size(),
            entry.modified()));
    byte[] buffer = new byte[64 << 10];
    for (int n = reader.read(buffer); n > 0; n = reader.read(buffer)) {
      writer.write(buffer, 0, n);
    }
    writer.pad(entry.size());
  }

  /// The bytes of a copy; always read to their end, which some plugins take for the end of the job.
  private static final class Chunks extends InputStream {

    private final String plugin;
    private final String path;
    private final BlockingClientCall<?, CopyOutChunk> call;
    private byte[] chunk = {};
    private int position;
    private boolean over;

    Chunks(String plugin, String path, BlockingClientCall<?, CopyOutChunk> call) {
      this.plugin = plugin;
      this.path = path;
      this.call = call;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      while (position == chunk.length && !over) {
        next();
      }
      if (position == chunk.length) {
        return -1;
      }
      int n = Math.min(length, chunk.length - position);
      System.arraycopy(chunk, position, bytes, from, n);
      position += n;
      return n;
    }

    private void next() throws IOException {
      try {
        CopyOutChunk part = call.read();
        over = part == null;
        chunk = part == null ? new byte[0] : part.getData().toByteArray();
        position = 0;
      } catch (StatusException e) {
        over = true;
        if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
          throw (IOException) new NoSuchFileException(path).initCause(e);
        }
        throw failure(plugin, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the copy was interrupted");
      }
    }
  }

  @Override
  public boolean remove() throws IOException {
    AlphaRunning current = running;
    if (current != null) {
      current.signal(io.berth.spi.Signal.KILL);
    }
    try {
      remove(stub, id);
      return true;
    } catch (StatusException e) {
      throw failure(plugin, e);
    }
  }

  static void remove(BackendPluginBlockingV2Stub stub, String id) throws StatusException {
    stub.withDeadlineAfter(REMOVAL_MINUTES, TimeUnit.MINUTES)
        .remove(RemoveRequest.newBuilder().setEnvironmentId(id).build());
  }

  /// It was started with the environment.
  @Override
  public Container createServiceContainer(ContainerSpec spec) {
    return new Container(spec.id(), spec.name(), Map.of());
  }

  @Override
  public Container createJobContainer(ContainerSpec spec) {
    throw LayerUnsupported.exception(Layer.JOB_CONTAINER, plugin);
  }

  @Override
  public Running startStepContainer(ExecId execution, ContainerSpec spec) {
    throw LayerUnsupported.exception(Layer.STEP_CONTAINER, plugin);
  }

  @Override
  public String buildImage(ImageBuild build) {
    throw LayerUnsupported.exception(Layer.IMAGE_BUILD, plugin);
  }
}
