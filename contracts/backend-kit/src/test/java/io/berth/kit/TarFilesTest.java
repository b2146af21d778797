// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.spi.FileEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TarFilesTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarWriter tar = new TarWriter(bytes);

  @Test
  void aStreamIsUnderstoodInPiecesOfAnySize() throws Exception {
    String name = "ümläut/" + "long-name-".repeat(20);
    file(name, "content".repeat(1000));
    file("small", "");
    tar.end();

    for (int piece : new int[] {1, 7, 512, 1000, 100_000}) {
      List<String> told = new ArrayList<>();
      var content = new ByteArrayOutputStream();
      var scan =
          new TarScan(
              new TarScan.Visitor() {
                @Override
                public void entry(TarEntry entry) {
                  told.add(entry.name());
                }

                @Override
                public void content(byte[] more, int offset, int length) {
                  content.write(more, offset, length);
                }
              });
      byte[] all = bytes.toByteArray();
      for (int at = 0; at < all.length; at += piece) {
        scan.write(all, at, Math.min(piece, all.length - at));
      }
      scan.finish();

      assertThat(told).containsExactly(name, "small");
      assertThat(content.toString(StandardCharsets.UTF_8)).isEqualTo("content".repeat(1000));
    }
  }

  @Test
  void aStreamThatEndsInsideAFileIsAnError() throws Exception {
    file("a", "0123456789");
    byte[] all = bytes.toByteArray();
    var scan = new TarScan(entry -> {});
    scan.write(all, 0, 515);

    assertThatThrownBy(scan::finish).isInstanceOf(IOException.class);
  }

  @Test
  void whatIsWrittenCanBeReadAgain() throws Exception {
    file("deep/".repeat(40) + "x", "abc");
    tar.end();

    var reader = new TarReader(new ByteArrayInputStream(bytes.toByteArray()));

    assertThat(reader.next())
        .isEqualTo(new TarEntry("deep/".repeat(40) + "x", TarEntry.Kind.FILE, "", 0644, 3, 1));
    assertThat(reader.next()).isNull();
  }

  @Test
  void linksAreFollowedInsideTheFolderOnlyAndNeverForEver() throws Exception {
    folder("a");
    file("a/x", "1");
    link("l", "a");
    link("a/up", "..");
    link("a/self", "self");
    link("out", "../../etc");
    link("absolute", "/root/a/x");
    link("chain", "l/x");
    tar.end();

    List<FileEntry> entries = TarTree.of(place(), "/root").list(true, 100);

    assertThat(entries)
        .extracting(entry -> entry.path() + " " + entry.kind())
        .containsExactly(
            "a FOLDER",
            "a/self LINK",
            "a/up FOLDER",
            "a/x FILE",
            "absolute FILE",
            "chain FILE",
            "l FOLDER",
            "l/self LINK",
            "l/up FOLDER",
            "l/x FILE",
            "out LINK");
  }

  @Test
  void aFolderIsNoFileThatCouldBeHashed() throws Exception {
    folder("./");
    file("./a", "1");
    tar.end();

    assertThat(TarHash.of(place(), "/root").sha256()).isNull();
    assertThat(TarRead.of(place(), "/root", 10).content()).isNull();
  }

  private void file(String name, String content) throws IOException {
    byte[] written = content.getBytes(StandardCharsets.UTF_8);
    tar.header(new TarEntry(name, TarEntry.Kind.FILE, "", 0644, written.length, 1));
    tar.write(written, 0, written.length);
    tar.pad(written.length);
  }

  private void folder(String name) throws IOException {
    tar.header(new TarEntry(name + "/", TarEntry.Kind.FOLDER, "", 0755, 0, 1));
  }

  private void link(String name, String target) throws IOException {
    tar.header(new TarEntry(name, TarEntry.Kind.SYMBOLIC_LINK, target, 0777, 0, 1));
  }

  private Place place() {
    return new TarPlace(bytes.toByteArray());
  }
}
