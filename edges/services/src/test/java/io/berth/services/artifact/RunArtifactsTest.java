// SPDX-License-Identifier: Apache-2.0
package io.berth.services.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.services.ByteRange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunArtifactsTest {

  private static final Instant TIME = Instant.parse("2026-11-22T06:00:00Z");

  @TempDir private Path folder;
  private final List<String> heard = new ArrayList<>();
  private RunArtifacts artifacts =
      new RunArtifacts(Path.of(""), ArtifactLimits.USUAL, () -> TIME, a -> {});

  @BeforeEach
  void open() {
    artifacts =
        new RunArtifacts(
            folder, ArtifactLimits.USUAL, () -> TIME, artifact -> heard.add(artifact.name()));
  }

  private RunArtifacts.Entry sent(String name, String job) throws IOException {
    RunArtifacts.Entry entry =
        artifacts.begin(new RunArtifacts.Made(name, StoredArtifact.ZIP, null), job);
    entry.blob().block("a", 3, new ByteArrayInputStream("abc".getBytes(UTF_8)));
    entry.blob().commit(List.of("a"));
    return entry;
  }

  @Test
  void oneThatIsNotCompleteIsSeenByNobody() throws IOException {
    sent("n", "one");

    assertThat(artifacts.whole()).isEmpty();
    assertThatThrownBy(() -> artifacts.named("n")).hasMessageContaining("no artifact called `n`");
    assertThat(StoredArtifact.in(folder)).isEmpty();
    assertThat(heard).isEmpty();
  }

  @Test
  void ofTwoThatAreSentAtOnceTheFirstToBeCompleteCounts() throws IOException {
    RunArtifacts.Entry one = sent("n", "one");
    RunArtifacts.Entry two = sent("n", "two");
    artifacts.complete(two, 3, null);

    assertThatThrownBy(() -> artifacts.complete(one, 3, null))
        .hasMessageContaining("names are used once in a run");
    assertThatThrownBy(() -> sent("n", "three")).hasMessageContaining("already");
    assertThat(artifacts.whole()).extracting(StoredArtifact::id).containsExactly(2L);
    assertThat(heard).containsExactly("n");
  }

  @Test
  void oneThatArrivedOtherThanItWasSentIsRefused() throws IOException {
    RunArtifacts.Entry entry = sent("n", "one");

    assertThatThrownBy(() -> artifacts.complete(entry, 4, null)).hasMessageContaining("4 bytes");
    assertThatThrownBy(() -> artifacts.complete(entry, 3, "sha256:0"))
        .hasMessageContaining("sha256:ba7816bf");
    assertThat(artifacts.whole()).isEmpty();
  }

  @Test
  void oneThatIsDeletedLeavesItsNameAndNoFile() throws IOException {
    artifacts.complete(sent("n", "one"), 3, null);

    assertThat(artifacts.delete("n")).isEqualTo(1);

    assertThat(folder).isEmptyDirectory();
    artifacts.complete(sent("n", "one"), 3, null);
    assertThat(artifacts.whole()).hasSize(1);
  }

  @Test
  void piecesOfAFileComeInAnyOrderAndItIsThereWithTheLast() throws IOException {
    RunArtifacts.Entry entry = artifacts.container(new RunArtifacts.Made("n", null, null), "one");
    piece(entry, 3, "def", 6);
    assertThat(entry.container().files()).isEmpty();
    piece(entry, 0, "abc", 6);

    StoredArtifact.Item file = entry.container().files().getFirst();
    assertThat(entry.container().path(file)).hasContent("abcdef");
    assertThat(artifacts.complete(entry).size()).isEqualTo(6);
    assertThatThrownBy(() -> piece(entry, 4, "ghi", 6)).hasMessageContaining("behind the end");
  }

  private static void piece(RunArtifacts.Entry entry, long at, String text, long total)
      throws IOException {
    var range = new ByteRange(at, text.length());
    entry
        .container()
        .piece(
            "d/f",
            new Container.Piece(range, total, total, false, null),
            new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  @Test
  void aNameThatIsNoFileOfAnySystemIsRefused() {
    for (String name : List.of("", ".", "..", "a/b", "a\\b", "a:b", "a\nb", "a\u001b[2J", "a*")) {
      assertThatThrownBy(() -> ArtifactName.check(name)).hasMessageContaining("not valid");
    }
    for (String path : List.of("../a", "a/../b", "/a", "a//b", "a/", "a\\..\\b", "")) {
      assertThatThrownBy(() -> ArtifactName.checkPath(path)).hasMessageContaining("not valid");
    }
  }
}
