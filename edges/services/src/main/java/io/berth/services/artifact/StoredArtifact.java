// SPDX-License-Identifier: Apache-2.0
package io.berth.services.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An artifact that is complete, as the files of its run tell it.
///
/// Each has a folder with the number of the artifact as its name, in it `artifact.json` and the
/// content: the file `content`, or one file for each file of the artifact, called by numbers. What
/// has no `artifact.json` was never completed.
///
/// @param id its number within the run
/// @param name how jobs call it
/// @param size how many bytes its files have
/// @param digest `sha256:` and the digest of its content; empty if it was sent file by file
/// @param type what the content is, as `application/zip`; empty if it was sent file by file
/// @param created when it was complete
/// @param expires when whoever made it has no more use for it, or `null` if that was not said
/// @param files its files, if it was sent file by file
public record StoredArtifact(
    long id,
    String name,
    long size,
    String digest,
    String type,
    Instant created,
    @Nullable Instant expires,
    List<Item> files) {

  static final String FILE = "artifact.json";
  static final String CONTENT = "content";
  static final String ZIP = "application/zip";

  public StoredArtifact {
    files = List.copyOf(files);
  }

  /// A file of an artifact that was sent file by file.
  ///
  /// @param path its name, `/` between its parts, the name of the artifact not among them
  /// @param number the name of the file that has its bytes
  /// @param size how many bytes it has
  /// @param isGzip whether its bytes are kept as gzip
  public record Item(String path, long number, long size, boolean isGzip) {}

  /// Returns whether the content is one file.
  public boolean isWhole() {
    return !type.isEmpty();
  }

  /// Returns the artifacts in a folder in the order of their numbers; none if there is no folder.
  public static List<StoredArtifact> in(Path folder) throws IOException {
    List<StoredArtifact> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          Path file = entry.resolve(FILE);
          if (Files.exists(file)) {
            found.add(read(file));
          }
        }
      }
    }
    found.sort(Comparator.comparingLong(StoredArtifact::id));
    return found;
  }

  private static StoredArtifact read(Path file) throws IOException {
    try {
      var all = members(Json.parse(Files.readString(file)));
      List<Item> files = new ArrayList<>();
      if (all.get("files") instanceof Value.ArrayValue(var items)) {
        for (Value item : items) {
          var one = members(item);
          files.add(
              new Item(
                  text(one, "path"),
                  number(one, "number"),
                  number(one, "size"),
                  text(one, "encoding").equals("gzip")));
        }
      }
      String expires = text(all, "expires");
      return new StoredArtifact(
          number(all, "id"),
          text(all, "name"),
          number(all, "size"),
          text(all, "digest"),
          text(all, "type"),
          Instant.parse(text(all, "created")),
          expires.isEmpty() ? null : Instant.parse(expires),
          files);
    } catch (JsonException | java.time.DateTimeException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  /// Writes it so that it is there whole or not at all, whatever happens to the machine.
  void write(Path folder) throws IOException {
    Map<String, Value> all = new LinkedHashMap<>();
    all.put("id", Value.of((double) id));
    all.put("name", Value.of(name));
    all.put("size", Value.of((double) size));
    all.put("digest", Value.of(digest));
    all.put("type", Value.of(type));
    all.put("created", Value.of(created.toString()));
    all.put("expires", Value.of(expires == null ? "" : expires.toString()));
    List<Value> items = new ArrayList<>();
    for (Item file : files) {
      Map<String, Value> one = new LinkedHashMap<>();
      one.put("path", Value.of(file.path()));
      one.put("number", Value.of((double) file.number()));
      one.put("size", Value.of((double) file.size()));
      one.put("encoding", Value.of(file.isGzip() ? "gzip" : ""));
      items.add(Value.object(one));
    }
    all.put("files", Value.array(items));
    Path part = folder.resolve(FILE + ".part");
    try (var channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(Json.print(Value.object(all)).getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(part, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  private static Map<String, Value> members(Value value) throws IOException {
    if (value instanceof Value.ObjectValue object) {
      return object.members();
    }
    throw new IOException("an object was expected, not " + value);
  }

  private static String text(Map<String, Value> members, String name) {
    return members.getOrDefault(name, Value.of("")).asString();
  }

  private static long number(Map<String, Value> members, String name) {
    return (long) members.getOrDefault(name, Value.of(0)).asNumber();
  }
}
