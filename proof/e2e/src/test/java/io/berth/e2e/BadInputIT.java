// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Input that nobody would write on purpose, and some would: a clear error or a clean pass, in
/// bounded memory.
class BadInputIT {

  private static final long MOST_KILOBYTES = 256 * 1024;

  @TempDir Path temp;
  private Repository repository;
  private Program berth;

  @BeforeEach
  void folders() throws IOException {
    repository = new Repository(Files.createDirectory(temp.resolve("repository")));
    berth = new Program(temp.resolve("home"));
  }

  @Test
  void brokenYamlIsRefusedWithItsPlace() throws Exception {
    repository.workflow("broken", "on: push\njobs:\n  a: [unclosed\n  b: }\n");

    var ended = berth.run(repository.folder(), "exec", "--plain");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("error[B1002]").contains("broken.yml:");
  }

  @Test
  void aWorkflowOfFiftyMegabytesIsRefusedByItsSize() throws Exception {
    var file = repository.folder().resolve(".github/workflows/huge.yml");
    Files.createDirectories(file.getParent());
    try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
      var line =
          "# a comment that says nothing at all, again and again and again\n"
              .getBytes(StandardCharsets.UTF_8);
      for (long written = 0; written < 50_000_000; written += line.length) {
        out.write(line);
      }
    }

    var ended = berth.run(repository.folder(), "exec", "--plain");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("error[B1005]").contains("huge.yml");
    assertThat(ended.peakKilobytes()).isLessThan(MOST_KILOBYTES);
  }

  @Test
  void anAliasBombIsRefused() throws Exception {
    var bomb = new StringBuilder("on: push\nenv:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      bomb.append("  a").append(i).append(": &a").append(i).append(" [");
      for (int j = 0; j < 10; j++) {
        bomb.append(j == 0 ? "" : ", ").append("*a").append(i - 1);
      }
      bomb.append("]\n");
    }
    repository.workflow("bomb", bomb + "jobs: {}\n");

    var ended = berth.run(repository.folder(), "check");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out() + ended.err()).contains("bomb.yml:");
    assertThat(ended.peakKilobytes()).isLessThan(MOST_KILOBYTES);
  }

  @Test
  void aLineOfTenMegabytesPassesWhole() throws Exception {
    oneStep("head -c 10000000 /dev/zero | tr '\\0' x; echo");

    var ended = berth.run(repository.folder(), "exec", "--plain");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).contains("x".repeat(10_000_000));
    assertThat(ended.peakKilobytes()).isLessThan(MOST_KILOBYTES);
  }

  @Test
  void zeroBytesAndInvalidUtf8ArriveUnchangedInTheLog() throws Exception {
    var bytes = new byte[100_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + i / 256);
    }
    var data = temp.resolve("data.bin");
    Files.write(data, bytes);
    oneStep("echo BEGIN; cat " + data + "; echo; echo END");

    var ended = berth.run(repository.folder(), "exec", "--plain");

    assertThat(ended.exit()).isZero();
    assertThat(retained("BEGIN\n", "\nEND\n")).isEqualTo(hash(Files.newInputStream(data)));
  }

  @Test
  void fiveGigabytesOfOutputAreRetainedByteForByteInBoundedMemory() throws Exception {
    assumeTrue(
        temp.toFile().getUsableSpace() > 12_000_000_000L,
        "12 GB of free disk are needed for 5 GB of output");
    var block = temp.resolve("block.txt");
    Files.writeString(
        block,
        "a line of output that is eighty bytes long, like those that builds print all day\n"
            .repeat(100_000));
    var times = 5_000_000_000L / Files.size(block);
    var print = "for i in $(seq " + times + "); do cat " + block + "; done";
    oneStep("echo BEGIN; " + print + "; echo END");

    var ended = berth.unheard().run(repository.folder(), "exec", "--json");

    assertThat(ended.exit()).isZero();
    assertThat(ended.peakKilobytes()).isLessThan(MOST_KILOBYTES);
    var expected = new ProcessBuilder("sh", "-c", "(" + print + ") | sha256sum").start();
    var sum = new String(expected.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(retained("BEGIN\n", "END\n")).isEqualTo(sum.substring(0, 64));
  }

  @Test
  void aFolderThatIsNotThereIsNamed() throws Exception {
    var ended = berth.run(temp, "exec", "-C", temp.resolve("nowhere").toString());

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("nowhere");
  }

  /// A disk that is full while a step prints: the run ends with a clear error and status 3.
  @Test
  void aFullDiskEndsTheRunWithAClearError() throws Exception {
    var small = Files.createDirectory(temp.resolve("small"));
    var mounted =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", small.toString())
            .redirectErrorStream(true)
            .start();
    assumeTrue(
        mounted.waitFor() == 0, "a small file system cannot be mounted here (root is needed)");
    try {
      oneStep("head -c 20000000 /dev/zero | tr '\\0' '\\n'");

      var ended =
          berth
              .with("XDG_STATE_HOME", small.toString())
              .run(repository.folder(), "exec", "--plain");

      assertThat(ended.exit()).isEqualTo(3);
      assertThat(ended.err()).contains("error[B3020]");
    } finally {
      new ProcessBuilder("umount", "-l", small.toString()).start().waitFor();
    }
  }

  private void oneStep(String script) throws IOException {
    repository.workflow(
        "one",
        """
        on: push
        jobs:
          job:
            runs-on: ubuntu-latest
            steps:
              - run: |
                  SCRIPT
        """
            .replace("SCRIPT", script));
  }

  /// Returns the hash of what the log of the step holds between two marks.
  private String retained(String begin, String end) throws Exception {
    Path log;
    try (var files = Files.walk(temp.resolve("home/state"))) {
      log =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().contains("event"))
              .max(java.util.Comparator.comparingLong(file -> file.toFile().length()))
              .orElseThrow();
    }
    var from = find(log, begin, true) + begin.length();
    var to = find(log, end, false);
    try (var in = Files.newInputStream(log)) {
      in.skipNBytes(from);
      return hash(new Bounded(in, to - from));
    }
  }

  /// Returns where a mark that fills a line stands in a file: the first, or the last near its end.
  private static long find(Path file, String mark, boolean first) throws IOException {
    var size = Files.size(file);
    var window = (int) Math.min(size, 1 << 20);
    var from = first ? 0 : size - window;
    try (var in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      var text = new String(in.readNBytes(window), StandardCharsets.ISO_8859_1);
      var at = first ? text.indexOf("\n" + mark) + 1 : text.lastIndexOf(mark);
      assertThat(at).as("`%s` in %s", mark, file).isNotNegative();
      return from + at;
    }
  }

  private static String hash(InputStream in) throws IOException, NoSuchAlgorithmException {
    try (var digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digest.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    }
  }

  /// The first bytes of a stream.
  private static final class Bounded extends InputStream {
    private final InputStream in;
    private long left;

    Bounded(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      return left-- > 0 ? in.read() : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      var read = in.read(buffer, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }
  }
}
