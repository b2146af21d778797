// SPDX-License-Identifier: Apache-2.0
package io.berth.services.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.services.ByteRange;
import io.berth.services.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobUploadTest {

  private static final Duration PAUSE = Duration.ofHours(1);

  @TempDir private Path folder;
  private Path file = Path.of("");
  private BlobUpload upload = new BlobUpload(file, new BlobUpload.Most(10, 3), "X");

  @BeforeEach
  void begin() {
    file = folder.resolve("content");
    upload = new BlobUpload(file, new BlobUpload.Most(10, 3), "X");
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private void part(long first, String text) throws IOException {
    upload.part(new ByteRange(first, text.length()), bytes(text));
  }

  private void block(String name, String text) throws IOException {
    upload.block(name, text.length(), bytes(text));
  }

  private String kept(long size) throws IOException {
    List<ByteRange> pieces = upload.finish(size);
    var out = new ByteArrayOutputStream();
    try (var source = BlobSource.open(file, pieces)) {
      for (long at = 0; at < source.size(); at++) {
        source.send(new ByteRange(at, 1), out);
      }
      var whole = new ByteArrayOutputStream();
      source.send(new ByteRange(0, source.size()), whole);
      assertThat(whole.toByteArray()).isEqualTo(out.toByteArray());
    }
    return out.toString(UTF_8);
  }

  @Test
  void partsComeInAnyOrderAndRepeated() throws Exception {
    part(6, "ghij");
    part(0, "xyz");
    part(0, "abc");
    part(3, "def");

    assertThat(kept(10)).isEqualTo("abcdefghij");
  }

  @Test
  void aGapIsNotKept() throws Exception {
    part(0, "abc");
    part(4, "ef");

    assertThatThrownBy(() -> upload.finish(5)).hasMessageContaining("5 bytes arrived, with gaps");
    assertThatThrownBy(() -> upload.finish(6)).isInstanceOf(Refusal.class);
    part(3, "d");
    assertThat(kept(6)).isEqualTo("abcdef");
  }

  @Test
  void aPartThatWasCutOffDoesNotCountAndCanBeSentAgain() throws Exception {
    part(0, "abc");
    assertThatThrownBy(() -> upload.part(new ByteRange(0, 3), bytes("x")))
        .hasMessageContaining("1 of 3 announced bytes came");

    assertThat(upload.isAlive(PAUSE)).isFalse();
    assertThatThrownBy(() -> upload.finish(3)).isInstanceOf(Refusal.class);
    part(0, "abc");
    assertThat(upload.isAlive(PAUSE)).isTrue();
    assertThat(kept(3)).isEqualTo("abc");
  }

  @Test
  void blocksArePutInOrderAndOnlyThoseListedCount() throws Exception {
    block("b", "345");
    block("c", "67");
    block("a", "xx");
    block("a", "012");

    upload.list(List.of("a", "b", "c"));

    assertThat(kept(8)).isEqualTo("01234567");
  }

  @Test
  void aBlockMayBeListedTwice() throws Exception {
    block("a", "01");
    block("b", "23");

    upload.list(List.of("b", "a", "b"));

    assertThat(kept(-1)).isEqualTo("230123");
  }

  @Test
  void aBlockThatDidNotComeIsNamed() throws Exception {
    block("a", "01");

    assertThatThrownBy(() -> upload.list(List.of("a", "z"))).hasMessageContaining("`z`");
  }

  @Test
  void theWholeReplacesWhatCameBefore() throws Exception {
    block("a", "01");
    upload.whole(4, bytes("abcd"));
    upload.whole(3, bytes("xyz"));

    assertThat(kept(3)).isEqualTo("xyz");
  }

  @Test
  void anEmptyContentIsOne() throws Exception {
    upload.whole(0, bytes(""));

    assertThat(kept(0)).isEmpty();
  }

  @Test
  void sizesAndNumbersAreBounded() throws Exception {
    assertThatThrownBy(() -> part(8, "abc")).hasMessageContaining("more than 10 bytes");
    assertThatThrownBy(() -> upload.part(new ByteRange(Long.MAX_VALUE, 2), bytes("")))
        .isInstanceOf(Refusal.class);
    block("a", "0123456789");
    block("b", "0123456789");
    assertThatThrownBy(() -> block("c", "x")).hasMessageContaining("more than 10 bytes");
    assertThatThrownBy(() -> upload.list(List.of("a", "b"))).isInstanceOf(Refusal.class);
  }

  @Test
  void blocksAreCounted() throws Exception {
    block("a", "1");
    block("b", "1");
    block("c", "1");

    assertThatThrownBy(() -> block("d", "1")).hasMessageContaining("more than 3 parts");
  }

  @Test
  void uploadsShareRoomUntilTheyAreComplete() throws Exception {
    var room = new Room(12);
    var most = new BlobUpload.Most(10, 3);
    var other = new BlobUpload(folder.resolve("other"), most, room, "X");
    var late = new BlobUpload(folder.resolve("late"), most, room, "X");
    other.part(new ByteRange(0, 8), bytes("01234567"));

    assertThatThrownBy(() -> late.block("a", 5, bytes("abcde"))).hasMessageContaining("12 bytes");
    other.part(new ByteRange(4, 4), bytes("4567"));
    other.finish(8);
    late.block("a", 5, bytes("abcde"));
  }

  @Test
  void moreThanAnnouncedIsRefused() {
    assertThatThrownBy(() -> upload.block("a", 2, bytes("abc"))).isInstanceOf(Refusal.class);
  }

  @Test
  void nothingIsTakenAfterTheEnd() throws Exception {
    part(0, "abc");
    upload.finish(3);

    assertThatThrownBy(() -> part(0, "x")).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> upload.finish(3)).isInstanceOf(Refusal.class);
    assertThat(upload.isAlive(PAUSE)).isFalse();
  }
}
