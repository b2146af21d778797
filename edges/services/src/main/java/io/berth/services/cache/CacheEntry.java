// SPDX-License-Identifier: Apache-2.0
package io.berth.services.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
import io.berth.services.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One kept content: a folder with the file `content`, and the file `entry` that says what it is
/// and whose time says when it was last used. It never changes.
///
/// @param id a number that no other entry has
/// @param scope the ref it was kept under
/// @param key its key and version
/// @param created when it was kept
/// @param pieces where in the file the content stands, in order
/// @param folder its folder
record CacheEntry(
    long id, String scope, CacheKey key, Instant created, List<ByteRange> pieces, Path folder) {

  private static final String MARKER = "entry";

  CacheEntry {
    pieces = List.copyOf(pieces);
  }

  static Path content(Path folder) {
    return folder.resolve("content");
  }

  long size() {
    return pieces.stream().mapToLong(ByteRange::length).sum();
  }

  CacheEntry movedTo(Path other) {
    return new CacheEntry(id, scope, key, created, pieces, other);
  }

  /// Writes the file `entry`, for good.
  void write() throws IOException {
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("id", Value.of((double) id));
    members.put("scope", Value.of(scope));
    members.put("key", Value.of(key.key()));
    members.put("version", Value.of(key.version()));
    members.put("created", Value.of(created.toString()));
    List<Value> numbers = new ArrayList<>();
    for (ByteRange piece : pieces) {
      numbers.add(Value.of((double) piece.first()));
      numbers.add(Value.of((double) piece.length()));
    }
    members.put("pieces", Value.array(numbers));
    ByteBuffer text = ByteBuffer.wrap(Json.print(Value.object(members)).getBytes(UTF_8));
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(MARKER), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
    use(created);
  }

  /// Returns the entry in a folder, or `null` if there is none that can be read.
  static @Nullable CacheEntry read(Path folder) throws IOException {
    try {
      Value value = Json.parse(Files.readString(folder.resolve(MARKER)));
      return value instanceof Value.ObjectValue object ? read(folder, object.members()) : null;
    } catch (NoSuchFileException | NotDirectoryException none) {
      return null;
    } catch (JsonException | DateTimeParseException damaged) {
      return null;
    }
  }

  private static @Nullable CacheEntry read(Path folder, Map<String, Value> members) {
    if (!(members.get("pieces") instanceof Value.ArrayValue(var numbers))
        || numbers.size() % 2 != 0) {
      return null;
    }
    List<ByteRange> pieces = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i += 2) {
      pieces.add(
          new ByteRange((long) numbers.get(i).asNumber(), (long) numbers.get(i + 1).asNumber()));
    }
    return new CacheEntry(
        (long) members.getOrDefault("id", Value.NULL).asNumber(),
        members.getOrDefault("scope", Value.NULL).asString(),
        new CacheKey(
            members.getOrDefault("key", Value.NULL).asString(),
            members.getOrDefault("version", Value.NULL).asString()),
        Instant.parse(members.getOrDefault("created", Value.NULL).asString()),
        pieces,
        folder);
  }

  /// Returns when it was last used, or `null` if it is gone.
  @Nullable Instant lastUsed() throws IOException {
    try {
      return Files.getLastModifiedTime(folder.resolve(MARKER)).toInstant();
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  void use(Instant now) throws IOException {
    Files.setLastModifiedTime(folder.resolve(MARKER), FileTime.from(now));
  }
}
