// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.backend.docker.engine.Answer;
import io.berth.backend.docker.engine.Call;
import io.berth.backend.docker.engine.DockerEndpoint;
import io.berth.backend.docker.engine.EngineException;
import io.berth.backend.docker.engine.Members;
import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
import io.berth.kit.TarEntry;
import io.berth.kit.TarReader;
import io.berth.kit.TarWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Files of a container as archives, through the engine: whatever runs in it, or nothing.
///
/// @param container whose files
record Archives(JobContainer container) {

  private static final int BUFFER = 64 << 10;
  private static final int MOST_LINKS = 40;
  private static final long FOLDER = 1L << 31;
  private static final long LINK = 1L << 27;

  /// Unpacks an archive below a folder that is there.
  ///
  /// @param owner number of the user that everything belongs to then, and of its group
  void unpack(String folder, InputStream tar, int[] owner) throws IOException {
    Call call =
        Call.ofArchive(
            "PUT",
            path(folder, Map.of("noOverwriteDirNonDir", "true")),
            out -> copyIn(tar, out, owner));
    container.endpoint().json(call);
  }

  private String path(String path, Map<String, String> more) {
    Map<String, String> query = new LinkedHashMap<>(more);
    query.put("path", path);
    return DockerEndpoint.query("/containers/" + container.name() + "/archive", query);
  }

  private static void copyIn(InputStream tar, OutputStream to, int[] owner) throws IOException {
    var entries = new InnerEntries();
    var reader = new TarReader(tar);
    var out = new BufferedOutputStream(to, BUFFER);
    var writer = new TarWriter(out, owner[0], owner[1]);
    for (@Nullable TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
      TarEntry inner = entries.checked(entry);
      if (inner != null) {
        copy(inner, reader, writer);
      }
    }
    writer.end();
  }

  private static void copy(TarEntry entry, TarReader reader, TarWriter writer) throws IOException {
    writer.header(entry);
    if (entry.kind() != TarEntry.Kind.FILE) {
      return;
    }
    byte[] buffer = new byte[BUFFER];
    for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
      writer.write(buffer, 0, n);
    }
    writer.pad(entry.size());
  }

  /// Packs a file under its own name, or what is in a folder.
  void pack(String path, OutputStream tar) throws IOException {
    String at = path;
    for (int links = 0; links < MOST_LINKS; links++) {
      try (Answer answer = container.endpoint().open(Call.of("GET", path(at, Map.of())))) {
        Value about = about(answer);
        long mode = Members.number(about, "mode");
        if ((mode & LINK) == 0) {
          copyOut(answer.body(), tar, (mode & FOLDER) != 0);
          return;
        }
        at = target(at, Members.text(about, "linkTarget"));
      } catch (EngineException e) {
        if (e.isMissing()) {
          throw missing(path, e);
        }
        throw e;
      }
    }
    throw missing(path, null);
  }

  private static NoSuchFileException missing(String path, @Nullable Exception cause) {
    var missing = new NoSuchFileException(path, null, "it is not there");
    if (cause != null) {
      missing.initCause(cause);
    }
    return missing;
  }

  private static Value about(Answer answer) throws IOException {
    String header = answer.header("x-docker-container-path-stat");
    try {
      byte[] json = Base64.getDecoder().decode(header == null ? "" : header);
      return Json.parse(new String(json, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | JsonException e) {
      throw new IOException("the engine does not say what it packs", e);
    }
  }

  private static String target(String link, String target) throws NoSuchFileException {
    if (target.isEmpty()) {
      throw missing(link, null);
    }
    return target.startsWith("/") ? target : link.substring(0, link.lastIndexOf('/') + 1) + target;
  }

  private static void copyOut(InputStream body, OutputStream tar, boolean folder)
      throws IOException {
    var reader = TarReader.ofAnything(body);
    var out = new BufferedOutputStream(tar, BUFFER);
    var writer = new TarWriter(out);
    for (@Nullable TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
      TarEntry inner = folder ? withoutFolder(entry) : entry;
      if (!inner.name().isEmpty()) {
        copy(inner, reader, writer);
      }
    }
    writer.end();
  }

  private static TarEntry withoutFolder(TarEntry entry) {
    boolean hard = entry.kind() == TarEntry.Kind.HARD_LINK;
    return new TarEntry(
        withoutFolder(entry.name()),
        entry.kind(),
        hard ? withoutFolder(entry.link()) : entry.link(),
        entry.mode(),
        entry.size(),
        entry.modified());
  }

  private static String withoutFolder(String name) {
    return name.substring(name.indexOf('/') + 1);
  }
}
