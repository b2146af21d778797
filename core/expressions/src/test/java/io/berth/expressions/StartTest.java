// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartTest {

  /// Such a switch is a call site for which the JDK generates a class when it is first reached, and
  /// the start-up cache cannot hold that class: each costs a start up to half a millisecond, the
  /// first one several.
  @Test
  void noSwitchOverTypesSlowsTheStartOfTheProgram() throws IOException, URISyntaxException {
    Path classes = Path.of(Value.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Path> switching = new ArrayList<>();

    try (var files = Files.walk(classes)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains("SwitchBootstraps")) {
          switching.add(classes.relativize(file));
        }
      }
    }

    assertThat(switching).isEmpty();
  }
}
