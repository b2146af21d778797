// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program serves a backend at a socket, a port and a port with certificates, while callers
/// send what no runner sends. A runner beside them goes on as if they were not there.
@Timeout(180)
class HostilePortIT {

  private static final String TOKEN = "a-token-that-nobody-guesses";
  private static final int MOST_KILOBYTES = 400_000;

  /// What changes from run to run.
  private static final Pattern NUMBERS = Pattern.compile("[0-9]+");

  @TempDir Path work;

  @Test
  void aSocketOutlivesItsCallers() throws Exception {
    try (var served = ServedHost.start(work, "unix://" + work.resolve("s/p.sock"), Map.of())) {
      attacked(served, null, "SEC-02,SEC-03,SEC-04,TCP-03");
      assertThat(complaints(served))
          .contains(
              "the transport refused a caller: HTTP/N client preface string missing or corrupt")
          .allMatch(line -> line.isEmpty() || line.startsWith("the transport refused a caller: "));
    }
  }

  @Test
  void aPortOutlivesItsCallers() throws Exception {
    Path token = Files.writeString(work.resolve("token"), TOKEN);
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    try (var served =
        ServedHost.start(work, "tcp://127.0.0.1:0", Map.of("--token-file", token.toString()))) {
      attacked(served, TOKEN, "SEC-03,SEC-04,TCP-01,TCP-03");
    }
  }

  private void attacked(ServedHost served, @Nullable String token, String cases) throws Exception {
    try (var honest = new HonestRunner(served.address(), token);
        var silent = new Hostile(served.address())) {
      silent.stayAndSaySlowly(200);
      try (var hostile = new Hostile(served.address())) {
        hostile.noise(100);
        hostile.brokenFrames(50);
        hostile.streams(5000);
        assertThat(served.verify(cases, token == null ? null : work.resolve("token")))
            .contains(" passed, in ")
            .doesNotContain("FAILED", "untried");
      }
      honest.finish();
    }
    assertThat(served.peakKilobytes()).isLessThan(MOST_KILOBYTES);
    assertThat(served.stop()).isZero();
    assertThat(served.errors()).doesNotContain("Exception", "\tat ");
  }

  /// The lines that the server told, without numbers, once each.
  private static Set<String> complaints(ServedHost served) throws IOException {
    Set<String> lines = new TreeSet<>();
    for (String line : List.of(served.errors().split("\n", -1))) {
      String told = NUMBERS.matcher(line).replaceAll("N").replace("berth plugin serve: ", "");
      lines.add(told.replaceAll(" \\(and N more since the last line\\)", ""));
    }
    return lines;
  }
}
