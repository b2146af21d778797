// SPDX-License-Identifier: Apache-2.0
package io.berth.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergingTest {

  @TempDir Path folder;

  private String jar(String name, Map<String, String> entries) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Main of " + name);
    Path file = folder.resolve(name);
    try (var out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      for (var entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return file.toString();
  }

  private Map<String, String> entries(Path file) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (var jar = new JarFile(file.toFile())) {
      for (var entry : jar.stream().toList()) {
        byte[] bytes = jar.getInputStream(entry).readAllBytes();
        entries.put(entry.getName(), new String(bytes, StandardCharsets.UTF_8));
      }
    }
    entries.remove("META-INF/MANIFEST.MF");
    return entries;
  }

  @Test
  void providersAndLicencesOfAllJarsAreKept() throws IOException {
    String one =
        jar("one.jar", Map.of("A.class", "a", "META-INF/services/s", "A", "META-INF/LICENSE", "l"));
    String other =
        jar("other.jar", Map.of("B.class", "b", "META-INF/services/s", "B", "META-INF/x", "x"));

    Merging.main(new String[] {folder.resolve("made").toString(), "more.jar", one, other});

    assertThat(entries(folder.resolve("made")))
        .isEqualTo(
            Map.of(
                "A.class", "a",
                "B.class", "b",
                "META-INF/services/s", "A\nB\n",
                "META-INF/licenses/one.jar/LICENSE", "l"));
    try (var made = new JarFile(folder.resolve("made").toFile())) {
      assertThat(made.getManifest().getMainAttributes())
          .containsEntry(Attributes.Name.MAIN_CLASS, "Main of one.jar")
          .containsEntry(Attributes.Name.CLASS_PATH, "more.jar");
    }
  }

  @Test
  void whatIsInTwoJarsIsRefused() throws IOException {
    String[] arguments = {
      folder.resolve("made").toString(),
      "",
      jar("one.jar", Map.of("A.class", "a")),
      jar("other.jar", Map.of("A.class", "b"))
    };

    assertThatThrownBy(() -> Merging.main(arguments))
        .isInstanceOf(IOException.class)
        .hasMessage("`A.class` is in two jars that are to become one");
  }
}
