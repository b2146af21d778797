// SPDX-License-Identifier: Apache-2.0
package io.berth.services.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackingTest {

  private static final Instant TIME = Instant.parse("2026-11-22T06:00:00Z");

  @TempDir private Path temp;

  private StoredArtifact zip(String... paths) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("kept/1"));
    try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("content")))) {
      for (String path : paths) {
        zip.putNextEntry(new ZipEntry(path));
        zip.write(path.getBytes(UTF_8));
      }
    }
    var artifact =
        new StoredArtifact(1, "n", 1, "sha256:0", StoredArtifact.ZIP, TIME, null, List.of());
    artifact.write(folder);
    return artifact;
  }

  private int unpack(StoredArtifact artifact) throws IOException {
    return new Unpacking(temp.resolve("kept")).unpack(artifact, temp.resolve("out"));
  }

  @Test
  void filesAndFoldersComeOutAsTheyWentIn() throws IOException {
    int files = unpack(zip("a.txt", "d/", "d/e/b.txt"));

    assertThat(files).isEqualTo(2);
    assertThat(temp.resolve("out/d/e/b.txt")).hasContent("d/e/b.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "d/../../evil", "/evil", "d//evil", "..\\evil", "C:\\evil"})
  void aPathThatLeadsOutIsRefusedBeforeAnythingIsWritten(String path) throws IOException {
    StoredArtifact artifact = zip("good.txt", path);

    assertThatThrownBy(() -> unpack(artifact))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("which is not unpacked");
    assertThat(temp.resolve("out")).isEmptyDirectory();
    assertThat(temp.resolve("evil")).doesNotExist();
  }

  @Test
  void aLinkInTheWayIsNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Files.createDirectories(temp.resolve("out"));
    Files.createSymbolicLink(temp.resolve("out/d"), elsewhere);
    StoredArtifact artifact = zip("d/b.txt");

    assertThatThrownBy(() -> unpack(artifact)).isInstanceOf(IOException.class);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void filesThatAreKeptAsGzipComeOutPlain() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("kept/2"));
    try (var gzip = new GZIPOutputStream(Files.newOutputStream(folder.resolve("7")))) {
      gzip.write("plain".getBytes(UTF_8));
    }
    var file = new StoredArtifact.Item("d/f.txt", 7, 5, true);
    new StoredArtifact(2, "n", 5, "", "", TIME, TIME, List.of(file)).write(folder);

    List<StoredArtifact> kept = StoredArtifact.in(temp.resolve("kept"));
    unpack(kept.getFirst());

    assertThat(kept)
        .containsExactly(new StoredArtifact(2, "n", 5, "", "", TIME, TIME, List.of(file)));
    assertThat(temp.resolve("out/d/f.txt")).hasContent("plain");
  }

  @Test
  void whatWasNeverCompleteIsNoArtifact() throws IOException {
    Files.createDirectories(temp.resolve("kept/1"));
    Files.writeString(temp.resolve("kept/1/content.part"), "some of it");

    assertThat(StoredArtifact.in(temp.resolve("kept"))).isEmpty();
    assertThat(StoredArtifact.in(temp.resolve("nowhere"))).isEmpty();
  }
}
