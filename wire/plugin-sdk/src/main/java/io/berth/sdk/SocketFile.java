// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The file of a socket. It is bound in a folder that nobody else can enter and moved to its place
/// when its rights are set, so that it never has others.
final class SocketFile {

  /// What the system takes, less the zero at the end.
  private static final int LONGEST = 107;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> PASSABLE =
      PosixFilePermissions.fromString("rwx--x--x");

  private final Path path;
  private final Path hidden;
  private final boolean shared;
  private @Nullable Object key;

  private SocketFile(Path path, Path hidden, boolean shared) {
    this.path = path;
    this.hidden = hidden;
    this.shared = shared;
  }

  /// Makes the folder, or looks whether the one that is there can be trusted.
  ///
  /// @param shared whether other users may reach it
  /// @throws IOException if others can enter the folder, or something is at its place already
  static SocketFile prepare(Path given, boolean shared) throws IOException {
    Path path = given.toAbsolutePath().normalize();
    Path folder = path.getParent();
    if (folder == null) {
      throw new IOException("`" + given + "` is no path of a socket");
    }
    if (Files.exists(folder)) {
      check(folder, shared);
    } else {
      Set<PosixFilePermission> rights = shared ? PASSABLE : OWNER_ONLY;
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(rights));
      Files.setPosixFilePermissions(folder, rights);
    }
    makeRoom(path);
    Path hidden = hidden(folder);
    var made = new SocketFile(path, hidden, shared);
    int length = Math.max(length(path), length(made.bindAt()));
    if (length > LONGEST) {
      Files.delete(hidden);
      throw new IOException(
          "`"
              + path
              + "` is too long for a socket: choose a path of at most "
              + (LONGEST - (length - length(path)))
              + " bytes");
    }
    return made;
  }

  /// Makes a folder with a name so short that the socket fits into it wherever it fits at its
  // place.
  private static Path hidden(Path folder) throws IOException {
    while (true) {
      int random = ThreadLocalRandom.current().nextInt(1 << 16);
      try {
        return Files.createDirectory(
            folder.resolve("." + Integer.toHexString(random)),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      } catch (FileAlreadyExistsException e) {
        // Another start is under way, or was cut short.
      }
    }
  }

  private static int length(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private static void check(Path folder, boolean shared) throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(folder, PosixFileAttributes.class);
    Set<PosixFilePermission> rights = attributes.permissions();
    boolean owned = attributes.owner().equals(self());
    boolean closed =
        shared
            ? !rights.contains(PosixFilePermission.GROUP_WRITE)
                && !rights.contains(PosixFilePermission.OTHERS_WRITE)
            : OWNER_ONLY.containsAll(rights);
    if (!owned || !closed) {
      throw new IOException(
          "a socket in `"
              + folder
              + "` could be replaced or reached by others: "
              + (owned
                  ? "run `chmod " + (shared ? "711 " : "700 ") + folder + "`, or "
                  : "it is of user " + attributes.owner().getName() + "; ")
              + "choose a folder that is not there yet");
    }
  }

  /// Returns the user that this process makes files as.
  static UserPrincipal self() throws IOException {
    Path sample = Files.createTempFile("berth", "");
    try {
      return Files.getOwner(sample);
    } finally {
      Files.delete(sample);
    }
  }

  /// A socket that nobody serves is left over, and goes.
  private static void makeRoom(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    var attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isOther()) {
      throw new IOException("`" + path + "` is there and is no socket: choose another path");
    }
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new IOException(
          "`" + path + "` is served already" + (channel.isOpen() ? "" : ", or was just now"));
    } catch (java.net.SocketException e) {
      // Nobody answers.
    }
  }

  Path path() {
    return path;
  }

  /// Where to bind the socket.
  Path bindAt() {
    return hidden.resolve("s");
  }

  /// Puts the bound socket at its place.
  void publish() throws IOException {
    Files.setPosixFilePermissions(
        bindAt(), PosixFilePermissions.fromString(shared ? "rw-rw-rw-" : "rw-------"));
    key = Files.readAttributes(bindAt(), BasicFileAttributes.class).fileKey();
    Files.move(bindAt(), path, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(hidden);
  }

  /// Removes what is there of it, but not what another has put at its place meanwhile.
  void remove() {
    try {
      Files.deleteIfExists(bindAt());
      Files.deleteIfExists(hidden);
      if (key != null
          && Files.exists(path, LinkOption.NOFOLLOW_LINKS)
          && key.equals(Files.readAttributes(path, BasicFileAttributes.class).fileKey())) {
        Files.delete(path);
      }
    } catch (IOException e) {
      // What is left behind is replaced at the next start.
    }
  }
}
