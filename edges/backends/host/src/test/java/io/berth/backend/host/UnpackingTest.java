// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.kit.TarEntry;
import io.berth.kit.TarHeader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackingTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();
  private Path root;

  @BeforeEach
  void names() {
    root = folder.resolve("root");
  }

  @Test
  void anEntryNamedOutOfTheFolderIsRefused() {
    for (String name : new String[] {"../x", "a/../../x", "/etc/x", "..", "a/../x"}) {
      tar.reset();
      file(name, "evil");

      assertThatThrownBy(this::unpack).as(name).hasMessageContaining("leads out of the folder");
    }
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void anEntryThatGoesThroughALinkIsRefused() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    link("way", outside.toString());
    file("way/x", "evil");

    assertThatThrownBy(this::unpack).hasMessageContaining("goes through");

    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aLinkThatIsThereAlreadyIsReplacedNotFollowed() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "kept");
    Files.createDirectory(root);
    Files.createSymbolicLink(root.resolve("x"), outside);
    file("x", "new");

    unpack();

    assertThat(outside).hasContent("kept");
    assertThat(root.resolve("x")).hasContent("new");
  }

  @Test
  void aHardLinkLeadsToAFileOfTheArchiveOnly() throws IOException {
    file("a", "content");
    entry(new TarEntry("b", TarEntry.Kind.HARD_LINK, "a", 0644, 0, 0), '1');

    unpack();

    assertThat(root.resolve("b")).hasContent("content");
    for (String target : new String[] {"../secret", "/etc/passwd", "missing"}) {
      tar.reset();
      entry(new TarEntry("c", TarEntry.Kind.HARD_LINK, target, 0644, 0, 0), '1');
      assertThatThrownBy(this::unpack).as(target).isInstanceOf(IOException.class);
    }
    tar.reset();
    link("l", "/etc/passwd");
    entry(new TarEntry("d", TarEntry.Kind.HARD_LINK, "l", 0644, 0, 0), '1');
    assertThatThrownBy(this::unpack).hasMessageContaining("no file here");
  }

  @Test
  void devicesAndPipesAreRefused() {
    for (char type : new char[] {'3', '4', '6', 'S'}) {
      tar.reset();
      entry(new TarEntry("dev", TarEntry.Kind.FILE, "", 0644, 0, 0), type);

      assertThatThrownBy(this::unpack).hasMessageContaining("refused");
    }
  }

  @Test
  void aFolderInTheWayOfAFileIsKept() throws IOException {
    Files.createDirectories(root.resolve("x/y"));
    file("x", "new");

    assertThatThrownBy(this::unpack).hasMessageContaining("a folder is in the way");

    assertThat(root.resolve("x/y")).isDirectory();
  }

  @Test
  void bitsAbovePermissionsAreDroppedAndFoldersCanAlwaysBeEntered() throws IOException {
    entry(new TarEntry("d/", TarEntry.Kind.FOLDER, "", 0050, 0, 0), '5');
    entry(new TarEntry("d/f", TarEntry.Kind.FILE, "", 06755, 0, 0), '0');

    unpack();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("d"))))
        .isEqualTo("rwxr-x---");
    assertThat(Files.getAttribute(root.resolve("d/f"), "unix:mode")).isEqualTo(0100755);
  }

  @Test
  void anArchiveThatEndsTooSoonIsAnError() {
    file("a", "x".repeat(2000));
    byte[] cut = tar.toByteArray();

    assertThatThrownBy(() -> Unpacking.of(new ByteArrayInputStream(cut, 0, 1000), root))
        .hasMessageContaining("ends inside a file");
    assertThatThrownBy(() -> Unpacking.of(new ByteArrayInputStream(cut, 0, 300), root))
        .hasMessageContaining("ends inside an entry");
  }

  @Test
  void aDamagedHeaderIsAnError() {
    file("a", "x");
    byte[] bytes = tar.toByteArray();
    bytes[3] = 'y';

    assertThatThrownBy(() -> Unpacking.of(new ByteArrayInputStream(bytes), root))
        .hasMessageContaining("checksum");
  }

  @Test
  void longNamesOfGnuAndGlobalHeadersOfGitAreUnderstood() throws IOException {
    String name = "n".repeat(150);
    byte[] global = "16 comment=abcd\n".getBytes(StandardCharsets.UTF_8);
    extension('g', global);
    extension('L', (name + "\0").getBytes(StandardCharsets.UTF_8));
    file("short", "content");

    unpack();

    assertThat(root.resolve(name)).hasContent("content");
    assertThat(Files.exists(root.resolve("short"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void anArchiveOfTheSystemsTarIsUnderstood() throws Exception {
    String deep = "d".repeat(60) + "/" + "e".repeat(60);
    Path from = Files.createDirectories(folder.resolve("from").resolve(deep));
    Files.writeString(from.resolve("ü".repeat(40)), "content");
    for (String format : new String[] {"gnu", "pax", "ustar"}) {
      Path file = folder.resolve(format + ".tar");
      Process process =
          new ProcessBuilder("tar", "--format=" + format, "-cf", file.toString(), "-C", "from", ".")
              .directory(folder.toFile())
              .start();
      assertThat(process.waitFor()).isZero();

      Path to = folder.resolve("to-" + format);
      Unpacking.of(new ByteArrayInputStream(Files.readAllBytes(file)), to);

      assertThat(to.resolve(deep).resolve("ü".repeat(40))).hasContent("content");
    }
  }

  private void unpack() throws IOException {
    tar.writeBytes(new byte[1024]);
    Unpacking.of(new ByteArrayInputStream(tar.toByteArray()), root);
  }

  private void file(String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    entry(new TarEntry(name, TarEntry.Kind.FILE, "", 0644, bytes.length, 1), '0');
    content(bytes);
  }

  private void link(String name, String target) {
    entry(new TarEntry(name, TarEntry.Kind.SYMBOLIC_LINK, target, 0777, 0, 1), '2');
  }

  private void extension(char type, byte[] bytes) {
    entry(new TarEntry("ext", TarEntry.Kind.FILE, "", 0644, bytes.length, 1), type);
    content(bytes);
  }

  private void entry(TarEntry entry, char type) {
    tar.writeBytes(TarHeader.of(entry, type));
  }

  private void content(byte[] bytes) {
    tar.writeBytes(bytes);
    tar.writeBytes(new byte[(512 - bytes.length % 512) % 512]);
  }
}
