// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.backend.host.HostBackend;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.JobPlan;
import io.berth.spi.Owner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashedFilesTest {

  @TempDir private Path folder;
  private Environment environment;
  private Path workspace;

  @BeforeEach
  void makeEnvironment() throws InterruptedException, IOException {
    var backend = new HostBackend(folder, Map.of("HOME", "/nowhere"));
    environment =
        backend.create(
            EnvironmentRequest.of(
                "e", new Owner("test", 0, Map.of()), JobPlan.commandsOnly("repo")));
    workspace = Path.of(environment.layout().paths().workspace());
    for (String file : List.of("a.txt", "a/x", "a/b/y.lock", ".hidden/z.lock", "B", "u.lock")) {
      Path path = workspace.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, file);
    }
  }

  @AfterEach
  void removeEnvironment() {
    environment.remove();
  }

  @Test
  void filesAreOrderedFolderByFolderByTheBytesOfTheirNames() throws Exception {
    assertThat(hash("**"))
        .isEqualTo(expected(".hidden/z.lock", "B", "a/b/y.lock", "a/x", "a.txt", "u.lock"));
  }

  @Test
  void aFolderMeansEverythingBelowIt() throws Exception {
    assertThat(hash("a")).isEqualTo(expected("a/b/y.lock", "a/x"));
  }

  @Test
  void patternsBelowOthersKeepTheOrderOfTheirStarts() throws Exception {
    assertThat(hash("u.lock", "a/**")).isEqualTo(expected("u.lock", "a/b/y.lock", "a/x"));
  }

  @Test
  void laterPatternsTakeOutAndPutBack() throws Exception {
    assertThat(hash("**/*.lock\n!.hidden/**\n# no pattern"))
        .isEqualTo(expected("a/b/y.lock", "u.lock"));
    assertThat(hash("**", "!a", "a/x"))
        .isEqualTo(expected(".hidden/z.lock", "B", "a/x", "a.txt", "u.lock"));
  }

  @Test
  void characterClassesAndQuestionMarksStayWithinANames() throws Exception {
    assertThat(hash("[a-c]?txt")).isEqualTo(expected("a.txt"));
    assertThat(hash("[!a]*.lock")).isEqualTo(expected("u.lock"));
  }

  @Test
  void nothingHasAnEmptyHash() throws Exception {
    assertThat(hash("nothing/**")).isEmpty();
  }

  @Test
  void filesOutsideOfTheWorkspaceDoNotCount() throws Exception {
    Files.writeString(folder.resolve("outside"), "x");

    assertThat(hash(folder + "/outside")).isEmpty();
  }

  @Test
  void anUnknownOptionIsRefused() {
    assertThatThrownBy(() -> hash("--follow", "**"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--follow-symbolic-links");
  }

  private String hash(String... arguments) throws IOException {
    return new HashedFiles(environment).hash(List.of(arguments));
  }

  private static String expected(String... files) throws Exception {
    MessageDigest whole = MessageDigest.getInstance("SHA-256");
    for (String file : files) {
      MessageDigest one = MessageDigest.getInstance("SHA-256");
      whole.update(one.digest(file.getBytes(StandardCharsets.UTF_8)));
    }
    return HexFormat.of().formatHex(whole.digest());
  }
}
