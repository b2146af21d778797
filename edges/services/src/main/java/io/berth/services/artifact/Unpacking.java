// SPDX-License-Identifier: Apache-2.0
package io.berth.services.artifact;

import io.berth.services.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Puts the files of an artifact into a folder. Jobs decide what is in an artifact, so nothing in
/// it leads out of the folder: paths that would are refused before anything is written, and links
/// in the way are not followed.
public final class Unpacking {

  private static final int MOST_FILES = 1_000_000;

  private final Path artifacts;

  /// @param artifacts the folder that [StoredArtifact#in] was asked about
  public Unpacking(Path artifacts) {
    this.artifacts = artifacts;
  }

  /// Writes the files; one that is there already is replaced.
  ///
  /// @return how many files
  /// @throws IOException if the content is damaged, leads out of the folder or cannot be written
  public int unpack(StoredArtifact artifact, Path target) throws IOException {
    Path folder = artifacts.resolve(Long.toString(artifact.id()));
    Files.createDirectories(target);
    if (!artifact.isWhole()) {
      return files(artifact, folder, target);
    }
    Path content = folder.resolve(StoredArtifact.CONTENT);
    if (artifact.type().equals(StoredArtifact.ZIP)) {
      return zip(content, target);
    }
    try (InputStream bytes = Files.newInputStream(content)) {
      write(bytes, target, ArtifactName.checkPath(artifact.name()));
    }
    return 1;
  }

  private static int files(StoredArtifact artifact, Path folder, Path target) throws IOException {
    for (StoredArtifact.Item file : artifact.files()) {
      Path from = folder.resolve(Long.toString(file.number()));
      try (InputStream kept = Files.newInputStream(from);
          InputStream bytes = file.isGzip() ? new GZIPInputStream(kept, 1 << 16) : kept) {
        write(bytes, target, ArtifactName.checkPath(file.path()));
      }
    }
    return artifact.files().size();
  }

  private static int zip(Path content, Path target) throws IOException {
    try (var zip = new ZipFile(content.toFile())) {
      if (zip.size() > MOST_FILES) {
        throw new IOException("the artifact has more than " + MOST_FILES + " files");
      }
      List<ZipEntry> files = new ArrayList<>();
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        String name = entry.getName();
        checked(name.endsWith("/") ? name.substring(0, name.length() - 1) : name);
        if (!entry.isDirectory()) {
          files.add(entry);
        }
      }
      for (ZipEntry file : files) {
        try (InputStream bytes = zip.getInputStream(file)) {
          write(bytes, target, checked(file.getName()));
        }
      }
      return files.size();
    }
  }

  private static String checked(String path) throws IOException {
    try {
      return ArtifactName.checkPath(path);
    } catch (Refusal e) {
      throw new IOException("the artifact holds the path `" + path + "`, which is not unpacked", e);
    }
  }

  private static void write(InputStream bytes, Path target, String path) throws IOException {
    Path folder = target;
    String[] parts = path.split("/", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      folder = folder.resolve(parts[i]);
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(folder);
      }
    }
    Files.copy(bytes, folder.resolve(parts[parts.length - 1]), StandardCopyOption.REPLACE_EXISTING);
  }
}
