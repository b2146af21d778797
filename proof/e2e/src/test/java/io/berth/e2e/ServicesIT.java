// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Artifacts and caches through `berth exec`, used by actions that bring the real clients, in a
/// repository of a forge that these clients refuse.
class ServicesIT {

  private static final String WORKFLOW =
      """
      on: push
      jobs:
        make:
          runs-on: ubuntu-latest
          steps:
            - run: echo content > file.txt
            - uses: ./act
              with: {do: upload}
            - uses: ./act
              with: {do: save}
            - run: env | grep -c ACTIONS_R || true
        take:
          needs: make
          runs-on: ubuntu-latest
          steps:
            - uses: ./act
              with: {do: download}
            - uses: ./act
              with: {do: restore}
            - run: cat got/file.txt && cat file.txt && echo "run sees $GITHUB_SERVER_URL"
      """;

  @TempDir private Path temp;

  private Program program() {
    return new Program(temp.resolve("home"));
  }

  private Repository repository(NpmClients clients) throws IOException, InterruptedException {
    var repository = new Repository(Files.createDirectory(temp.resolve("repository")));
    for (String[] command :
        new String[][] {
          {"git", "init", "-q", "-b", "main"},
          {"git", "remote", "add", "origin", "https://forge.example/me/it.git"}
        }) {
      new ProcessBuilder(command).directory(repository.folder().toFile()).start().waitFor();
    }
    String loader = NpmClients.script("load.mjs").toUri().toString();
    return repository
        .workflow("a", WORKFLOW)
        .file("act/action.yml", "inputs: {do: {}}\nruns: {using: node20, main: main.mjs}\n")
        .file(
            "act/main.mjs",
            "process.env.BERTH_CLIENTS = '"
                + clients.folder()
                + "';\n"
                + "const { load } = await import('"
                + loader
                + "');\n"
                + """
                console.log('action sees ' + process.env.GITHUB_SERVER_URL, process.execArgv.length);
                console.log('token ' + process.env.ACTIONS_RUNTIME_TOKEN);
                const { DefaultArtifactClient } = await load('artifact-2');
                const cache = await load('cache-4');
                const artifacts = new DefaultArtifactClient();
                switch (process.env.INPUT_DO) {
                  case 'upload':
                    console.log(await artifacts.uploadArtifact('made', ['file.txt'], '.'));
                    break;
                  case 'download': {
                    const { artifact } = await artifacts.getArtifact('made');
                    console.log(await artifacts.downloadArtifact(artifact.id, { path: 'got' }));
                    break;
                  }
                  case 'save':
                    console.log('saved ' + await cache.saveCache(['file.txt'], 'key'));
                    break;
                  default:
                    console.log('restored ' + await cache.restoreCache(['file.txt'], 'key'));
                }
                """);
  }

  @Test
  void actionsWithTheRealClientsPassFilesFromJobToJob() throws Exception {
    Repository repository = repository(NpmClients.install());
    Program berth = program();

    var ended =
        berth.run(
            repository.folder(), "exec", "--plain", "--artifacts", temp.resolve("out").toString());

    assertThat(ended.out())
        .contains("action sees https://forge.example 0\n", "run sees https://forge.example\n")
        .contains("token ***\n", "restored key\n", "content\ncontent\n")
        .contains("artifact `made`, ");
    assertThat(ended.exit()).isZero();
    assertThat(temp.resolve("out/made/file.txt")).hasContent("content\n");
    var listed = berth.run(repository.folder(), "artifacts", "--json");
    assertThat(listed.out()).contains("\"name\":\"made\"").hasLineCount(1);
    assertThat(tokens()).isEmpty();
  }

  @Test
  void withoutServicesTheClientsSayWhatIsMissing() throws Exception {
    Repository repository = repository(NpmClients.install());

    var ended = program().run(repository.folder(), "exec", "--plain", "--no-services");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out()).contains("token undefined");
  }

  /// Every token of a job begins alike.
  private List<Path> tokens() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(temp.resolve("home"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, ISO_8859_1).contains("eyJhbGciOi")) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
