// SPDX-License-Identifier: Apache-2.0
package io.berth.services.blob;

import io.berth.model.BerthException;
import io.berth.model.StorageFailure;
import io.berth.services.ByteRange;
import io.berth.services.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A file that a client fills: with parts at places that it names, or with blocks that it puts in
/// order at the end. Parts and blocks come in any order, at once and repeated; nothing is copied.
/// What came twice at once counts as it came last; what did not come whole does not count.
///
/// Each call opens the file anew: a thread that is interrupted closes what it has open.
public final class BlobUpload {

  /// How much an upload may have.
  ///
  /// @param bytes of content
  /// @param parts how many blocks, or parts that do not touch
  public record Most(long bytes, int parts) {}

  private static final int BUFFER = 1 << 17;

  private final Path file;
  private final Most most;
  private final Room room;
  private final String variable;
  private final ReentrantLock lock = new ReentrantLock();
  private final Coverage arrived = new Coverage();
  private final Map<String, ByteRange> blocks = new HashMap<>();
  private @Nullable List<ByteRange> listed;
  private long end;
  private int writers;
  private boolean isBroken;
  private boolean isEnded;
  private long lastSeen = System.nanoTime();

  /// @param file a file that nobody else writes; it need not be there yet
  /// @param variable the variable by which a user moves the folder to another disk
  public BlobUpload(Path file, Most most, String variable) {
    this(file, most, new Room(Long.MAX_VALUE), variable);
  }

  /// @param room what it shares with others; all it took is given back when it is complete
  public BlobUpload(Path file, Most most, Room room, String variable) {
    this.file = file;
    this.most = most;
    this.room = room;
    this.variable = variable;
  }

  /// Takes a part at its place.
  ///
  /// @param range where it belongs; `in` has exactly as many bytes
  public void part(ByteRange range, InputStream in) throws IOException {
    checkSize(range.first() + range.length());
    begin(range);
    boolean isWhole = false;
    try {
      receive(range, in);
      isWhole = true;
    } finally {
      finished(range, isWhole);
    }
  }

  private void begin(ByteRange range) throws Refusal {
    lock.lock();
    try {
      checkOpen();
      if (arrived.parts() >= most.parts()) {
        throw tooManyParts();
      }
      long rangeEnd = range.first() + range.length();
      room.take(Math.max(0, rangeEnd - end));
      arrived.remove(range);
      end = Math.max(end, rangeEnd);
      writers++;
    } finally {
      lock.unlock();
    }
  }

  private void finished(ByteRange range, boolean isWhole) {
    lock.lock();
    try {
      writers--;
      lastSeen = System.nanoTime();
      isBroken = !isWhole;
      if (isWhole && !isEnded) {
        arrived.add(range);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes a block that [#list] will put in its place. A block of the same name replaces it.
  ///
  /// @param length how many bytes `in` has, exactly
  public void block(String name, long length, InputStream in) throws IOException {
    ByteRange range = room(name, length);
    boolean isWhole = false;
    try {
      receive(range, in);
      isWhole = true;
    } finally {
      placed(name, range, isWhole);
    }
  }

  /// Takes the content at once; it replaces all that came before.
  ///
  /// @param length how many bytes `in` has, exactly
  public void whole(long length, InputStream in) throws IOException {
    block("", length, in);
    list(List.of(""));
  }

  private ByteRange room(String name, long length) throws Refusal {
    checkSize(length);
    lock.lock();
    try {
      checkOpen();
      if (blocks.size() >= most.parts() && !blocks.containsKey(name)) {
        throw tooManyParts();
      }
      // What is sent again takes room again; an honest client does so now and then only.
      checkSize((end + length + 1) / 2);
      room.take(length);
      blocks.remove(name);
      var range = new ByteRange(end, length);
      end += length;
      writers++;
      return range;
    } finally {
      lock.unlock();
    }
  }

  private void placed(String name, ByteRange range, boolean isWhole) {
    lock.lock();
    try {
      writers--;
      lastSeen = System.nanoTime();
      isBroken = !isWhole;
      if (isWhole) {
        blocks.put(name, range);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Puts blocks in order: they, and nothing else, are the content.
  ///
  /// @throws Refusal if one of them did not come, or they are too many bytes together
  public void list(List<String> names) throws Refusal {
    lock.lock();
    try {
      checkOpen();
      lastSeen = System.nanoTime();
      List<ByteRange> found = new ArrayList<>();
      long bytes = 0;
      for (String name : names) {
        ByteRange block = blocks.get(name);
        if (block == null) {
          throw new Refusal(Refusal.Kind.INVALID, "block `" + name + "` was listed and not sent");
        }
        bytes += block.length();
        checkSize(bytes);
        found.add(block);
      }
      listed = joined(found);
    } finally {
      lock.unlock();
    }
  }

  private static List<ByteRange> joined(List<ByteRange> ranges) {
    List<ByteRange> joined = new ArrayList<>();
    for (ByteRange range : ranges) {
      ByteRange last = joined.isEmpty() ? new ByteRange(0, 0) : joined.getLast();
      if (!joined.isEmpty() && last.first() + last.length() == range.first()) {
        joined.set(joined.size() - 1, new ByteRange(last.first(), last.length() + range.length()));
      } else if (range.length() > 0) {
        joined.add(range);
      }
    }
    return List.copyOf(joined);
  }

  /// Returns where in the file the content stands, in its order, after the disk has it for good.
  /// Nothing is taken from now on.
  ///
  /// @param size how many bytes the client says there are, or -1 if it does not say
  /// @throws Refusal if bytes are missing or too many, or some are still coming; a client may send
  ///     what is missing and ask again
  public List<ByteRange> finish(long size) throws IOException {
    List<ByteRange> content;
    lock.lock();
    try {
      checkOpen();
      lastSeen = System.nanoTime();
      content = listed == null ? arrived.ranges() : listed;
      long bytes = content.stream().mapToLong(ByteRange::length).sum();
      boolean isGapless = listed != null || isGapless(content);
      if (writers > 0 || !isGapless || (size >= 0 && size != bytes)) {
        throw new Refusal(
            Refusal.Kind.INVALID,
            (size < 0 ? "the content" : size + " bytes")
                + " cannot be kept: "
                + bytes
                + " bytes arrived"
                + (isGapless ? "" : ", with gaps")
                + (writers > 0 ? ", and more are being sent" : ""));
      }
      isEnded = true;
      blocks.clear();
      room.giveBack(end);
    } finally {
      lock.unlock();
    }
    try (FileChannel channel = open()) {
      channel.force(true);
    } catch (IOException e) {
      throw StorageFailure.of("keep what a job sent", file, variable, e);
    }
    return content;
  }

  private static boolean isGapless(List<ByteRange> ranges) {
    return ranges.isEmpty() || (ranges.size() == 1 && ranges.getFirst().first() == 0);
  }

  /// Returns whether somebody sends now, or sent a while ago and nothing went wrong.
  public boolean isAlive(Duration pause) {
    lock.lock();
    try {
      boolean isRecent = System.nanoTime() - lastSeen < pause.toNanos();
      return !isEnded && (writers > 0 || (!isBroken && isRecent));
    } finally {
      lock.unlock();
    }
  }

  private void receive(ByteRange range, InputStream in) throws IOException {
    byte[] bytes = new byte[(int) Math.min(BUFFER, Math.max(1, range.length()))];
    long at = range.first();
    long rangeEnd = range.first() + range.length();
    try (FileChannel channel = open()) {
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        if (at + read > rangeEnd) {
          throw new Refusal(
              Refusal.Kind.INVALID, "more than the " + range.length() + " announced bytes came");
        }
        write(channel, bytes, read, at);
        at += read;
      }
    }
    if (at < rangeEnd) {
      throw new Refusal(
          Refusal.Kind.INVALID,
          (at - range.first()) + " of " + range.length() + " announced bytes came");
    }
  }

  private void write(FileChannel channel, byte[] bytes, int length, long at) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer, at + buffer.position());
      }
    } catch (IOException e) {
      throw StorageFailure.of("keep what a job sent", file, variable, e);
    }
  }

  private FileChannel open() throws BerthException {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw StorageFailure.of("keep what a job sent", file, variable, e);
    }
  }

  private void checkOpen() throws Refusal {
    if (isEnded) {
      throw new Refusal(Refusal.Kind.EXISTS, "this upload is complete and takes nothing more");
    }
  }

  private void checkSize(long bytes) throws Refusal {
    if (bytes > most.bytes() || bytes < 0) {
      throw new Refusal(
          Refusal.Kind.TOO_LARGE, "more than " + most.bytes() + " bytes are not kept here");
    }
  }

  private Refusal tooManyParts() {
    return new Refusal(
        Refusal.Kind.TOO_LARGE, "more than " + most.parts() + " parts are not kept here");
  }
}
