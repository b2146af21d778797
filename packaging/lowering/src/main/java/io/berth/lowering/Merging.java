// SPDX-License-Identifier: Apache-2.0
package io.berth.lowering;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/// Puts several jars into one: at every start the JVM looks at each jar that there is. What nobody
/// needs when a program runs is left out.
public final class Merging {

  private static final String SERVICES = "META-INF/services/";

  /// Of all the messages that come with gRPC's, none but those of errors are used.
  private static final Set<String> UNUSED =
      Set.of("api", "apps", "cloud", "geo", "logging", "longrunning", "shopping", "type");

  private final JarOutputStream out;
  private final Map<String, ByteArrayOutputStream> services = new TreeMap<>();
  private final Set<String> names = new HashSet<>();

  private Merging(JarOutputStream out) {
    this.out = out;
  }

  /// Merges jars.
  ///
  /// @param arguments the jar to make, the class path that its manifest names, which is otherwise
  ///     that of the first jar, or an empty text for a bare manifest, and the jars to merge
  public static void main(String[] arguments) throws IOException {
    Manifest manifest = new Manifest();
    if (!arguments[1].isEmpty()) {
      try (var first = new JarFile(arguments[2])) {
        manifest = new Manifest(first.getManifest());
      }
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, arguments[1]);
    }
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    Path made = Path.of(arguments[0]);
    try (var out =
        new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(made)), manifest)) {
      var merging = new Merging(out);
      for (int i = 2; i < arguments.length; i++) {
        try (var jar = new JarFile(arguments[i])) {
          merging.add(jar);
        }
      }
      for (Map.Entry<String, ByteArrayOutputStream> service : merging.services.entrySet()) {
        merging.write(
            service.getKey(), service.getValue().toByteArray(), LocalDateTime.of(1980, 1, 1, 0, 0));
      }
    }
  }

  private void add(JarFile jar) throws IOException {
    String origin = Path.of(jar.getName()).getFileName().toString();
    for (JarEntry entry : Collections.list(jar.entries())) {
      String name = entry.getName();
      if (entry.isDirectory() || isLeftOut(name)) {
        continue;
      }
      byte[] bytes = jar.getInputStream(entry).readAllBytes();
      if (name.startsWith(SERVICES)) {
        var providers = services.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
        providers.writeBytes(bytes);
        providers.write('\n');
      } else if (isLicence(name)) {
        write("META-INF/licenses/" + origin + name.substring(8), bytes, entry.getTimeLocal());
      } else {
        write(name, bytes, entry.getTimeLocal());
      }
    }
  }

  private void write(String name, byte[] bytes, LocalDateTime time) throws IOException {
    if (!names.add(name)) {
      throw new IOException("`" + name + "` is in two jars that are to become one");
    }
    var entry = new ZipEntry(name);
    entry.setTimeLocal(time);
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }

  private static boolean isLeftOut(String name) {
    if (name.startsWith("META-INF/")) {
      return !name.startsWith(SERVICES) && !isLicence(name);
    }
    if (name.startsWith("com/google/")) {
      return UNUSED.contains(name.split("/", -1)[2]);
    }
    return name.equals("module-info.class")
        || (name.startsWith("google/") && name.endsWith(".proto"));
  }

  private static boolean isLicence(String name) {
    return name.startsWith("META-INF/") && (name.contains("LICENSE") || name.contains("NOTICE"));
  }
}
