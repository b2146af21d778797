// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheCommandTest {

  @TempDir Path folder;

  @Test
  void whatIsKeptIsListedWithItsSizeAndCommit() throws Exception {
    entry("a", "https://code.example.org/acme/tools", 20_000, Duration.ofDays(1));

    Called called = berth("cache", "ls");

    assertThat(called.code()).isZero();
    assertThat(called.out())
        .contains("20 KiB  aaaaaaaaaaaa  https://code.example.org/acme/tools\n");
    assertThat(called.err()).isEqualTo("1 entry of 20 KiB kept\n");
  }

  @Test
  void whatIsOldGoesAndWhatIsTooMuchGoesNext() throws Exception {
    entry("a", "https://x.example.org/o/old", 10, Duration.ofDays(40));
    entry("b", "https://x.example.org/o/mid", 2 << 20, Duration.ofDays(2));
    entry("c", "https://x.example.org/o/new", 10, Duration.ofDays(1));

    Called byAge = berth("cache", "prune");
    Called bySize = berth("cache", "prune", "--max-size", "1M");

    assertThat(byAge.out()).contains("o/old").doesNotContain("o/mid");
    assertThat(bySize.out()).contains("o/mid").doesNotContain("o/new");
    assertThat(berth("cache", "ls").out().lines()).singleElement().asString().contains("o/new");
  }

  @Test
  void limitsThatAreNoneAreRefused() {
    assertThat(berth("cache", "prune", "--unused-for", "soon").err())
        .contains("`--unused-for soon` is not understood")
        .contains("such as `7d`");
    assertThat(berth("cache", "prune", "--max-size", "many").err()).contains("such as `500M`");
    assertThat(berth("cache", "lst").err()).contains("neither `ls` nor `prune`");
  }

  private Called berth(String... arguments) {
    return Called.with(folder, Map.of("LANG", "C.UTF-8", "HOME", folder.toString()), "", arguments);
  }

  private void entry(String digit, String address, int bytes, Duration age) throws Exception {
    String commit = digit.repeat(40);
    Path entry = folder.resolve(".cache/berth/actions/repositories/" + digit).resolve(commit);
    Files.createDirectories(entry.resolve("files"));
    Files.write(entry.resolve("files/f"), new byte[bytes]);
    Path marker =
        Files.write(
            entry.resolve("entry"),
            List.of(address, commit, "1", String.valueOf(bytes), "sha256:0"),
            StandardCharsets.UTF_8);
    Files.setLastModifiedTime(marker, FileTime.from(Instant.now().minus(age)));
  }
}
