// SPDX-License-Identifier: Apache-2.0
package io.berth.services.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.services.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobTest {

  @TempDir private Path folder;

  private Blob blob(ArtifactLimits limits) {
    return new Blob(folder, limits);
  }

  private static void send(Blob blob, String name, String text) throws IOException {
    blob.block(name, text.length(), new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  @Test
  void blocksAreTheWholeInTheOrderOfTheListWhateverCameFirst() throws IOException {
    var blob = blob(ArtifactLimits.USUAL);
    send(blob, "b", "world");
    send(blob, "left out", "never");
    send(blob, "a", "hello ");

    blob.commit(List.of("a", "b"));

    assertThat(blob.content()).hasContent("hello world");
    assertThat(blob.digest())
        .isEqualTo("sha256:b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
  }

  @Test
  void aBlockThatIsSentAgainCountsAsItCameLast() throws IOException {
    var blob = blob(ArtifactLimits.USUAL);
    send(blob, "a", "old");
    send(blob, "a", "new");

    blob.commit(List.of("a"));

    assertThat(blob.content()).hasContent("new");
  }

  @Test
  void aBlockThatWasCutOffDoesNotCount() {
    var blob = blob(ArtifactLimits.USUAL);

    assertThatThrownBy(() -> blob.block("a", 10, new ByteArrayInputStream(new byte[4])))
        .isInstanceOf(Refusal.class)
        .hasMessage("4 of 10 announced bytes came");
    assertThatThrownBy(() -> blob.commit(List.of("a"))).hasMessageContaining("listed and not sent");
    assertThat(blob.content()).doesNotExist();
  }

  @Test
  void nothingIsTakenBeyondTheLimits() throws IOException {
    var blob = blob(new ArtifactLimits(1, 8, 2, 1));
    send(blob, "a", "1234");
    send(blob, "b", "5678");

    assertThatThrownBy(() -> send(blob, "c", "")).hasMessageContaining("more than 2 parts");
    assertThatThrownBy(() -> send(blob, "b", "123456789")).hasMessageContaining("than 8 bytes");
  }

  @Test
  void aBlockThatDoesNotSayItsLengthIsCutOffWhereTheLimitIs() {
    var blob = blob(new ArtifactLimits(1, 1 << 20, 2, 1));
    var sent = new ByteArrayInputStream(new byte[16 << 20]);

    assertThatThrownBy(() -> blob.block("a", -1, sent))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("more than 1048576 bytes");

    assertThat(sent.available()).isGreaterThan(14 << 20);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aBlockThatDoesNotSayItsLengthIsTakenToItsEnd() throws IOException {
    var blob = blob(ArtifactLimits.USUAL);
    blob.block("a", -1, new ByteArrayInputStream("hello".getBytes(UTF_8)));

    blob.commit(List.of("a"));

    assertThat(blob.content()).hasContent("hello");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void aContentWithoutBlocksIsEmpty() throws IOException {
    var blob = blob(ArtifactLimits.USUAL);

    assertThat(blob.digest()).isNull();
    blob.commit(List.of());

    assertThat(blob.content()).isEmptyFile();
  }
}
