// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.model.BerthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RepositoryWatchTest {

  @TempDir private Path folder;

  @BeforeEach
  void makeRepository() throws IOException {
    write("a.txt", "one");
    write("deep/er/b.txt", "one");
    write(".gitignore", "*.log\n.env\n");
    new Git(folder).ask("init", "-q");
  }

  @Test
  void changedNewAndDeletedFilesAreNamedTogether() throws Exception {
    try (var watch = watch()) {
      write("a.txt", "other");
      write("new/folder/c.txt", "new");
      Files.delete(folder.resolve("deep/er/b.txt"));

      assertThat(watch.changes()).containsExactly("a.txt", "deep/er/b.txt", "new/folder/c.txt");
    }
  }

  @Test
  void aFolderThatWasMadeIsWatchedFromThenOn() throws Exception {
    try (var watch = watch()) {
      write("new/c.txt", "new");
      assertThat(watch.changes()).containsExactly("new/c.txt");

      write("new/c.txt", "changed");

      assertThat(watch.changes()).containsExactly("new/c.txt");
    }
  }

  @Test
  void whatGitIgnoresAndGitItselfAreNoChanges() throws Exception {
    try (var watch = watch()) {
      write("some.log", "noise");
      new Git(folder).ask("add", "-A");
      write("deep/er/b.txt", "changed");

      assertThat(watch.changes()).containsExactly("deep/er/b.txt");
    }
  }

  @Test
  void aFileWithValuesIsWatchedAlthoughItIsIgnored() throws Exception {
    write(".env", "A=1\n");
    try (var watch = RepositoryWatch.of(folder, List.of(folder.resolve(".env")), 100)) {
      write(".env", "A=22\n");

      assertThat(watch.changes()).containsExactly(".env");
    }
  }

  @Test
  void whenItIsClosedNobodyWaitsAnyLonger() throws Exception {
    var watch = watch();
    Thread.ofVirtual().start(watch::close);

    assertThat(watch.changes()).isEmpty();
  }

  @Test
  void moreFoldersThanMayBeWatchedAreRefusedWithWhatToDo() {
    assertThatThrownBy(() -> RepositoryWatch.of(folder, List.of(), 2))
        .isInstanceOf(BerthException.class)
        .hasMessageContainingAll("more than 2 folders", "cannot be watched");
  }

  private RepositoryWatch watch() {
    return RepositoryWatch.of(folder, List.of(), RepositoryWatch.MOST_FOLDERS);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
