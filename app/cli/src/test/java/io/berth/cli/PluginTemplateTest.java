// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PluginTemplateTest {

  private static final Path EXAMPLES = Path.of("../../examples/plugins");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void everyFileOfTheExampleIsInTheTemplate(PluginTemplate template) throws IOException {
    Path example = EXAMPLES.resolve(template.name().toLowerCase(java.util.Locale.ROOT));
    try (Stream<Path> files = Files.walk(example)) {
      List<String> names =
          files
              .filter(Files::isRegularFile)
              .map(file -> example.relativize(file).toString())
              .toList();

      assertThat(template.files()).containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenHasItsOwnNameAndTheProtocol(PluginTemplate template) throws IOException {
    Path made = folder.resolve("made");

    template.write(made, "berth-backend-boats");

    try (Stream<Path> files = Files.walk(made)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(file).content().doesNotContain("berth-backend-example");
      }
    }
    assertThat(made.resolve("build")).isExecutable().content().contains("berth-backend-boats");
    assertThat(made.resolve("proto/berth/backend/v1beta1/plan.proto")).exists();
  }

  @Test
  void aLanguageThatIsNotKnownHasNoTemplate() {
    assertThat(PluginTemplate.of("cobol")).isNull();
  }
}
