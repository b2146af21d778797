// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.services.Endpoints;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The cache of jobs, used by the clients that actions use. The server is a process of its own with
/// 48 MiB of heap.
class CacheClientsIT {

  private static final int MEBIBYTE = 1 << 20;

  @TempDir private Path temp;
  private NpmClients clients = new NpmClients(Path.of(""));
  private Path caches = Path.of("");

  @BeforeEach
  void install() throws Exception {
    clients = NpmClients.install();
    caches = temp.resolve("caches");
  }

  private static Map<String, String> env(Endpoints endpoints, int version, Path workspace)
      throws IOException {
    Map<String, String> env = new HashMap<>();
    env.put("ACTIONS_RUNTIME_URL", endpoints.runtimeUrl().toString());
    env.put("ACTIONS_CACHE_URL", endpoints.cacheUrl().toString());
    env.put("ACTIONS_RESULTS_URL", endpoints.resultsUrl().toString());
    env.put("ACTIONS_RUNTIME_TOKEN", endpoints.token());
    env.put("GITHUB_WORKSPACE", workspace.toString());
    env.put("RUNNER_TEMP", Files.createDirectories(workspace.resolve("../tmp")).toString());
    if (version == 2) {
      env.put("ACTIONS_CACHE_SERVICE_V2", "true");
    }
    return env;
  }

  private Path workspace(String name) throws IOException {
    return Files.createDirectories(temp.resolve(name).resolve("work"));
  }

  /// Returns what each call gave, as JSON.
  private List<String> use(
      String client, int version, Endpoints endpoints, Path workspace, String... calls)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(client));
    Collections.addAll(arguments, calls);
    var ended =
        clients.run(
            workspace,
            env(endpoints, version, workspace),
            "cache.mjs",
            arguments.toArray(String[]::new));
    assertThat(ended.exit()).as(ended.output()).isZero();
    List<String> results =
        ended
            .output()
            .lines()
            .filter(line -> line.startsWith("result "))
            .map(line -> line.substring(7))
            .toList();
    assertThat(results).as(ended.output()).hasSize(calls.length);
    return results;
  }

  private static void fill(Path file, long bytes, long seed) throws IOException {
    var random = new Random(seed);
    byte[] block = new byte[MEBIBYTE];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = bytes; left > 0; left -= block.length) {
        random.nextBytes(block);
        out.write(block, 0, (int) Math.min(left, block.length));
      }
    }
  }

  private static String digest(Path file) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    try (var in = Files.newInputStream(file)) {
      byte[] block = new byte[MEBIBYTE];
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        digest.update(block, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private long folders(String name) throws IOException {
    Path folder = caches.resolve(name);
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> found = Files.walk(folder, 2)) {
      return found
          .filter(path -> folder.relativize(path).getNameCount() == 2 && Files.isDirectory(path))
          .count();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cache-1, 1",
    "cache-2, 1",
    "cache-3.0, 1",
    "cache-3, 1",
    "cache-4.0, 1",
    "cache-4.0, 2",
    "cache-4, 1",
    "cache-4, 2",
    "cache-5, 1",
    "cache-5, 2",
    "cache-6, 1",
    "cache-6, 2"
  })
  void whatAClientKeptALaterRunGetsBack(String client, int version) throws Exception {
    Path first = workspace("first");
    Files.createDirectories(first.resolve("dir/deep"));
    Files.writeString(first.resolve("dir/deep/a.txt"), "content of a");
    try (var runner = CacheRunner.start(caches, "1")) {
      assertThat(
              use(
                  client,
                  version,
                  runner.endpoints(),
                  first,
                  "[\"restore\", [\"Linux-a\", \"Linux-\"], [\"dir\"]]",
                  "[\"save\", \"Linux-a\", [\"dir\"]]",
                  "[\"save\", \"Linux-a\", [\"dir\"]]"))
          .containsExactly("null", "true", "false");
    }

    Path second = workspace("second");
    try (var runner = CacheRunner.start(caches, "2")) {
      assertThat(
              use(
                  client,
                  version,
                  runner.endpoints(),
                  second,
                  "[\"restore\", [\"none\"], [\"dir\"]]",
                  "[\"restore\", [\"Linux-a\"], [\"other\"]]",
                  "[\"restore\", [\"Linux-b\", \"none\", \"Linux-\"], [\"dir\"]]",
                  "[\"restore\", [\"Linux-a\"], [\"dir\"]]"))
          .containsExactly("null", "null", "\"Linux-a\"", "\"Linux-a\"");
    }

    assertThat(second.resolve("dir/deep/a.txt")).hasContent("content of a");
    assertThat(folders("scratch")).isZero();
  }

  @Test
  void oneGibibyteComesBackAsItWas() throws Exception {
    Path first = workspace("first");
    fill(first.resolve("large"), 1024L * MEBIBYTE, 1);
    String digest = digest(first.resolve("large"));
    Path second = workspace("second");
    try (var runner = CacheRunner.start(caches, "1")) {
      assertThat(use("cache-6", 2, runner.endpoints(), first, "[\"save\", \"k\", [\"large\"]]"))
          .containsExactly("true");
      Files.delete(first.resolve("large"));
      String restore = "[\"restore\", [\"k\"], [\"large\"]]";
      assertThat(use("cache-3", 1, runner.endpoints(), second, restore)).containsExactly("\"k\"");
    }

    assertThat(digest(second.resolve("large"))).isEqualTo(digest);
  }

  @Test
  void tenThousandSmallFilesComeBack() throws Exception {
    Path first = workspace("first");
    for (int i = 0; i < 10_000; i++) {
      Path file = first.resolve("many/" + i % 100 + "/" + i + ".txt");
      if (i < 100) {
        Files.createDirectories(file.getParent());
      }
      Files.writeString(file, "file " + i);
    }
    Path second = workspace("second");
    try (var runner = CacheRunner.start(caches, "1")) {
      use("cache-6", 2, runner.endpoints(), first, "[\"save\", \"k\", [\"many\"]]");
      use("cache-6", 2, runner.endpoints(), second, "[\"restore\", [\"k\"], [\"many\"]]");
    }

    for (int i = 0; i < 10_000; i++) {
      assertThat(second.resolve("many/" + i % 100 + "/" + i + ".txt")).hasContent("file " + i);
    }
  }

  @ParameterizedTest
  @CsvSource({"cache-3, 1", "cache-6, 2"})
  void eightUploadsAtOnceAreKeptAndOfOneKeyTheFirst(String client, int version) throws Exception {
    Path first = workspace("first");
    List<String> different = new ArrayList<>();
    List<String> same = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      fill(first.resolve("file" + i), 4 * MEBIBYTE + i, i);
      different.add("[\"save\", \"k" + i + "\", [\"file" + i + "\"]]");
      same.add("[\"save\", \"same\", [\"file0\"]]");
    }
    Path second = workspace("second");
    try (var runner = CacheRunner.start(caches, "1")) {
      List<String> results =
          use(
              client,
              version,
              runner.endpoints(),
              first,
              "[\"together\", [" + String.join(",", different) + "]]",
              "[\"together\", [" + String.join(",", same) + "]]");
      assertThat(results.getFirst()).isEqualTo("[" + "true,".repeat(7) + "true]");
      assertThat(results.getLast().split("true", -1)).hasSize(2);

      for (int i = 0; i < 8; i++) {
        different.set(
            i,
            different
                .get(i)
                .replace("save", "restore")
                .replace("\"k" + i + "\"", "[\"k" + i + "\"]"));
      }
      use(
          client,
          version,
          runner.endpoints(),
          second,
          "[\"together\", [" + String.join(",", different) + "]]");
    }

    for (int i = 0; i < 8; i++) {
      assertThat(second.resolve("file" + i)).hasSameBinaryContentAs(first.resolve("file" + i));
    }
  }

  @ParameterizedTest
  @CsvSource({"cache-3, 1", "cache-6, 2"})
  void aKilledUploadIsSeenByNobodyAndCanBeTriedAgain(String client, int version) throws Exception {
    Path first = workspace("first");
    fill(first.resolve("file"), 200L * MEBIBYTE, 1);
    String save = "[\"save\", \"k\", [\"file\"]]";
    String restore = "[\"restore\", [\"k\"], [\"file\"]]";
    Path second = workspace("second");
    try (var runner = CacheRunner.start(caches, "1");
        var other = CacheRunner.start(caches, "2")) {
      Process killed =
          clients.start(
              first,
              env(runner.endpoints(), version, first),
              temp.resolve("killed.txt"),
              "cache.mjs",
              client,
              save);
      Until.holds(Duration.ofMinutes(1), () -> sent() > MEBIBYTE);
      killed.destroyForcibly().waitFor();

      assertThat(use(client, version, other.endpoints(), second, restore)).containsExactly("null");
      assertThat(use(client, version, runner.endpoints(), first, save)).containsExactly("true");
      assertThat(use(client, version, other.endpoints(), second, restore)).containsExactly("\"k\"");
    }

    assertThat(digest(second.resolve("file"))).isEqualTo(digest(first.resolve("file")));
    assertThat(folders("scratch")).isZero();
  }

  private long sent() {
    try (Stream<Path> files = Files.walk(caches.resolve("scratch"))) {
      return files
          .filter(file -> file.endsWith("content"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException | UncheckedIOException gone) {
      return 0;
    }
  }

  @Test
  void twoRunnersShareAFolderAndAKilledOneLeavesNothing() throws Exception {
    Path one = workspace("one");
    Path two = workspace("two");
    fill(one.resolve("file"), 200L * MEBIBYTE, 1);
    Files.writeString(two.resolve("file"), "two");
    CacheRunner killed = CacheRunner.start(caches, "1");
    try (var runner = CacheRunner.start(caches, "2")) {
      Process client =
          clients.start(
              one,
              env(killed.endpoints(), 2, one),
              temp.resolve("client.txt"),
              "cache.mjs",
              "cache-6",
              "[\"save\", \"k\", [\"file\"]]");
      Until.holds(Duration.ofMinutes(1), () -> sent() > MEBIBYTE);
      killed.process().destroyForcibly().waitFor();
      client.destroyForcibly().waitFor();

      assertThat(
              use(
                  "cache-6",
                  2,
                  runner.endpoints(),
                  two,
                  "[\"restore\", [\"k\"], [\"file\"]]",
                  "[\"save\", \"k\", [\"file\"]]"))
          .containsExactly("null", "true");
    }
    Files.delete(caches.resolve("swept"));
    try (var later = CacheRunner.start(caches, "3")) {
      assertThat(folders("scratch")).isZero();
      assertThat(use("cache-3", 1, later.endpoints(), one, "[\"restore\", [\"k\"], [\"file\"]]"))
          .containsExactly("\"k\"");
    }

    assertThat(one.resolve("file")).hasContent("two");
  }
}
