// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.e2e.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A plugin of Forgejo's runner that breaks one promise is caught by the case of that promise.
@Timeout(120)
class AlphaLiarIT {

  private static final Path LIAR =
      Path.of(System.getProperty("berth.root"), "proof/e2e/src/test/v1alpha/liar.py");

  @TempDir Path work;

  @ParameterizedTest
  @CsvSource({
    "name-missing, INFO-01, Capabilities gives no name",
    "removed-twice-fails, ENV-08, NOT_FOUND",
    "status-clipped, EXE-01, the outcome of `exit 42` is `Exited[code=1]`",
    "streams-merged, EXE-02, the standard output is",
    "output-decoded, EXE-03, another at position 128",
    "user-ignored, EXE-09, the user is ignored",
    "cancel-ignored, EXE-17, a command that was cancelled stops writing",
    "copy-escapes, FIL-06, was accepted and has to be refused",
    "frames-ignored, FIL-07, says where it goes",
    "not-found-unclear, FIL-15, `UNKNOWN`",
    "name-of-archive-lost, V1A-01, is `xtop`"
  })
  void aBrokenPromiseIsCaught(String fault, String id, String said)
      throws IOException, InterruptedException {
    Path example = ExamplePlugin.build("v1alpha-python").getParent();
    Path program =
        Files.writeString(
            work.resolve("liar"),
            "#!/bin/sh\nPYTHONPATH='%1$s/.venv/gen:%1$s' exec '%1$s/.venv/bin/python' '%2$s' %3$s \"$@\"\n"
                .formatted(example, LIAR, fault));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    ExamplePlugin plugin = ExamplePlugin.start(program, work);
    try {
      Program.Ended told =
          new Program(work.resolve("home"))
              .run(
                  work,
                  "plugin",
                  "verify",
                  "--protocol",
                  "forgejo-v1alpha",
                  "--connect",
                  plugin.address(),
                  "--case",
                  id);

      assertThat(told.out()).as(told.err()).contains("FAILED  " + id).contains(said);
      assertThat(told.exit()).isEqualTo(1);
    } finally {
      plugin.stop();
    }
  }
}
