// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The harness for the real clients.
class NpmClientsIT {

  private static final Pattern NAME = Pattern.compile("\"((?:artifact|cache)-[0-9.]+)\": \"npm:");

  @TempDir Path temp;

  @Test
  void everyClientOfThePackageFileLoads() throws Exception {
    var clients = NpmClients.install();
    var names = new TreeSet<String>();
    var found = NAME.matcher(Files.readString(NpmClients.script("package.json")));
    while (found.find()) {
      names.add(found.group(1));
    }

    var ended = clients.run(temp, Map.of(), "loads.mjs", names.toArray(String[]::new));

    assertThat(ended.output().lines())
        .containsExactlyElementsOf(names.stream().map(name -> name + " function").toList());
    assertThat(names).hasSizeGreaterThan(10);
  }

  @Test
  void theLockFileNamesNoRegistry() throws Exception {
    assertThat(Files.readString(NpmClients.script("package-lock.json")))
        .contains("\"integrity\": \"sha512-")
        .doesNotContain("\"resolved\"");
  }
}
