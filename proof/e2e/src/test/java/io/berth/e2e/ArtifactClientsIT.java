// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.services.Endpoints;
import io.berth.services.JobServices;
import io.berth.services.Limits;
import io.berth.services.ServedJob;
import io.berth.services.artifact.ArtifactLimits;
import io.berth.services.artifact.ArtifactService;
import io.berth.services.artifact.StoredArtifact;
import io.berth.services.artifact.Unpacking;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Artifacts, sent and taken by the clients that actions use. The forge is not GitHub's: Node.js
/// gets what `berth exec` gives it there.
class ArtifactClientsIT {

  private static final Path PRELOAD =
      Path.of(System.getProperty("berth.root"))
          .resolve("app/run/src/main/resources/io/berth/run/node-preload.cjs");

  @TempDir private Path temp;
  private final NpmClients clients = clients();
  private Runner runner = new Runner(Path.of(""), "1");

  private static NpmClients clients() {
    try {
      return NpmClients.install();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A runner that serves the jobs of one run.
  private static final class Runner implements AutoCloseable {
    private final JobServices services =
        JobServices.start(InetAddress.getLoopbackAddress(), Limits.USUAL);
    private final String run;
    private final Path folder;

    Runner(Path folder, String run) {
      this.run = run;
      this.folder = folder;
      ArtifactService.mount(services, ArtifactLimits.USUAL).open(run, folder, artifact -> {});
    }

    Map<String, String> job(String name) {
      Endpoints endpoints =
          services.admit(new ServedJob(run, name, "example.org/a/b", "r", List.of("r")));
      Map<String, String> env = new HashMap<>();
      env.put("ACTIONS_RUNTIME_URL", endpoints.runtimeUrl().toString());
      env.put("ACTIONS_RESULTS_URL", endpoints.resultsUrl().toString());
      env.put("ACTIONS_RUNTIME_TOKEN", endpoints.token());
      env.put("GITHUB_RUN_ID", run);
      env.put("GITHUB_SERVER_URL", "https://forge.example");
      env.put("NODE_OPTIONS", "--require=" + PRELOAD);
      return env;
    }

    @Override
    public void close() {
      services.close();
    }
  }

  @BeforeEach
  void start() {
    runner = new Runner(temp.resolve("artifacts"), "20261122");
  }

  @AfterEach
  void stop() {
    runner.close();
  }

  /// Returns what a call gave, as JSON.
  private String use(Map<String, String> job, int exit, String... call) throws Exception {
    var ended = clients.run(temp, job, "artifact.mjs", call);
    assertThat(ended.exit()).as(ended.output()).isEqualTo(exit);
    return List.of(ended.output().split("\n")).getLast();
  }

  private Path some(String name, String content) throws IOException {
    Path folder = Files.createDirectories(temp.resolve(name).resolve("sub"));
    Files.writeString(folder.resolve("ä b.txt"), content.repeat(20_000));
    Files.write(folder.resolve("empty"), new byte[0]);
    var random = new byte[300_000];
    new Random(content.hashCode()).nextBytes(random);
    Files.write(folder.resolveSibling("random.bin"), random);
    return temp.resolve(name);
  }

  private static void assertSame(Path one, Path other) throws IOException {
    try (Stream<Path> files = Files.walk(one)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(other.resolve(one.relativize(file))).hasSameBinaryContentAs(file);
      }
    }
    assertThat(count(other)).isEqualTo(count(one));
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "artifact-0",
        "artifact-1",
        "artifact-2.0",
        "artifact-2",
        "artifact-4",
        "artifact-5",
        "artifact-6"
      })
  void anotherJobGetsWhatOneSent(String client) throws Exception {
    Path sent = some("sent", client);

    use(runner.job("one"), 0, client, "upload", "a name", sent.toString());
    use(runner.job("two"), 0, client, "download", "a name", temp.resolve("got").toString());

    assertSame(sent, temp.resolve("got"));
    List<StoredArtifact> kept = StoredArtifact.in(runner.folder);
    assertThat(kept).singleElement().extracting(StoredArtifact::name).isEqualTo("a name");
    new Unpacking(runner.folder).unpack(kept.getFirst(), temp.resolve("unpacked"));
    assertSame(sent, temp.resolve("unpacked"));
  }

  @Test
  void aNameIsUsedOnceUntilItIsDeleted() throws Exception {
    Path sent = some("sent", "x");
    Map<String, String> job = runner.job("one");

    use(job, 0, "artifact-6", "upload", "n", sent.toString());
    String again = use(job, 1, "artifact-6", "upload", "n", sent.toString());
    String deleted = use(job, 0, "artifact-6", "delete", "n");
    use(job, 0, "artifact-2", "upload", "n", sent.toString());

    assertThat(again).contains("(409)").contains("names are used once in a run");
    assertThat(deleted).isEqualTo("{\"id\":1}");
    assertThat(use(job, 0, "artifact-2", "list")).contains("\"name\":\"n\",\"id\":2,");
  }

  @Test
  void jobsAddToOneArtifactOfTheFirstInterface() throws Exception {
    Path one = some("one", "1");
    Path two = Files.createDirectories(temp.resolve("two"));
    Files.writeString(two.resolve("more.txt"), "more");

    use(runner.job("one"), 0, "artifact-1", "upload", "n", one.toString());
    use(runner.job("two"), 0, "artifact-1", "upload", "n", two.toString());
    use(runner.job("three"), 0, "artifact-1", "all", temp.resolve("got").toString());

    assertThat(temp.resolve("got/n/more.txt")).hasContent("more");
    assertThat(count(temp.resolve("got"))).isEqualTo(count(one) + 1);
  }

  @Test
  void twoRunnersAtOnceSeeOnlyTheirOwn() throws Exception {
    Path sent = some("sent", "x");
    try (var other = new Runner(temp.resolve("others"), "20261123")) {
      Map<String, String> here = runner.job("one");
      Map<String, String> there = other.job("one");

      use(here, 0, "artifact-2", "upload", "n", sent.toString());
      use(there, 0, "artifact-2", "upload", "n", some("theirs", "y").toString());
      use(here, 0, "artifact-2", "upload", "only here", sent.toString());

      assertThat(use(there, 0, "artifact-2", "list")).doesNotContain("only here");
      use(there, 0, "artifact-2", "download", "n", temp.resolve("got").toString());
      assertSame(temp.resolve("theirs"), temp.resolve("got"));
      there.put("ACTIONS_RUNTIME_TOKEN", here.getOrDefault("ACTIONS_RUNTIME_TOKEN", ""));
      assertThat(use(there, 1, "artifact-2", "list")).contains("(401)");
    }
  }

  @Test
  void eightUploadsAtOnceAllArrive() throws Exception {
    Path sent = some("sent", "x");

    use(runner.job("one"), 0, "artifact-5", "eight", "n", sent.toString());

    List<StoredArtifact> kept = StoredArtifact.in(runner.folder);
    assertThat(kept).hasSize(8);
    for (StoredArtifact artifact : kept) {
      Path got = temp.resolve("got").resolve(artifact.name());
      new Unpacking(runner.folder).unpack(artifact, got);
      assertSame(sent, got);
    }
  }

  @Test
  void anUploadThatWasKilledIsNotThereAndIsMadeAgain() throws Exception {
    Path sent = Files.createDirectories(temp.resolve("sent"));
    large(sent.resolve("large.bin"), 200);
    Map<String, String> job = runner.job("one");
    Process upload =
        clients.start(
            temp,
            job,
            temp.resolve("killed.txt"),
            "artifact.mjs",
            "artifact-2",
            "upload",
            "n",
            sent.toString());
    Path part = runner.folder.resolve("1/content.part");
    Until.holds(Duration.ofMinutes(1), () -> part.toFile().length() > 1 << 20);
    upload.destroyForcibly().waitFor();

    assertThat(use(job, 0, "artifact-2", "list")).isEqualTo("{\"artifacts\":[]}");
    use(job, 0, "artifact-2", "upload", "n", sent.toString());
    use(job, 0, "artifact-2", "download", "n", temp.resolve("got").toString());

    assertSame(sent, temp.resolve("got"));
  }

  @Test
  void oneFileOfOneGibibyteTravels(TestReporter reporter) throws Exception {
    Path sent = Files.createDirectories(temp.resolve("sent"));
    large(sent.resolve("large.bin"), 1024);
    long copied = time(() -> Files.copy(sent.resolve("large.bin"), temp.resolve("copy")));
    Files.delete(temp.resolve("copy"));

    long up = time(() -> use(runner.job("one"), 0, "artifact-6", "upload", "n", sent.toString()));
    Path got = temp.resolve("got");
    long down =
        time(() -> use(runner.job("two"), 0, "artifact-6", "download", "n", got.toString()));

    assertSame(sent, got);
    reporter.publishEntry(
        "1 GiB", "cp " + copied + " ms, sent " + up + " ms, taken " + down + " ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"artifact-1", "artifact-6"})
  void tenThousandSmallFilesTravel(String client, TestReporter reporter) throws Exception {
    Path sent = temp.resolve("sent");
    for (int i = 0; i < 10_000; i++) {
      Path folder = Files.createDirectories(sent.resolve("d" + i / 100));
      Files.writeString(folder.resolve("f" + i), "file " + i + "\n");
    }

    long up = time(() -> use(runner.job("one"), 0, client, "upload", "n", sent.toString()));
    Path got = temp.resolve("got");
    long down = time(() -> use(runner.job("two"), 0, client, "download", "n", got.toString()));

    assertSame(sent, got);
    reporter.publishEntry("10,000 files, " + client, "sent " + up + " ms, taken " + down + " ms");
  }

  /// Something to do that may fail.
  private interface Work {
    void perform() throws Exception;
  }

  private static long time(Work work) throws Exception {
    long start = System.nanoTime();
    work.perform();
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static void large(Path file, int mebibytes) throws IOException {
    var block = new byte[1 << 20];
    var random = new Random(7);
    try (var out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      random.nextBytes(block);
      for (int i = 0; i < mebibytes; i++) {
        block[i % block.length]++;
        out.write(java.nio.ByteBuffer.wrap(block));
      }
    }
  }
}
