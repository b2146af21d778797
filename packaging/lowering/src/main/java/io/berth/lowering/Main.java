// SPDX-License-Identifier: Apache-2.0
package io.berth.lowering;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/// Lowers the jars of a folder in place.
public final class Main {

  private Main() {}

  /// Rewrites every jar.
  ///
  /// @param arguments the folder with the jars; classes of one may name those of another
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    List<Path> jars = new ArrayList<>();
    List<URL> urls = new ArrayList<>();
    try (var files = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path jar : files) {
        jars.add(jar);
        urls.add(jar.toUri().toURL());
      }
    }
    Collections.sort(jars);
    try (var classes = new URLClassLoader(urls.toArray(URL[]::new))) {
      var lowering = new Lowering(classes);
      for (Path jar : jars) {
        rewrite(jar, folder.resolve(jar.getFileName() + ".lowered"), lowering);
      }
    }
    for (Path jar : jars) {
      Files.delete(jar);
      Files.move(folder.resolve(jar.getFileName() + ".lowered"), jar);
    }
  }

  private static void rewrite(Path from, Path to, Lowering lowering) throws IOException {
    try (var in = new JarFile(from.toFile());
        var out = new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
      for (JarEntry entry : Collections.list(in.entries())) {
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        boolean isClass =
            entry.getName().endsWith(".class") && !entry.getName().endsWith("-info.class");
        var copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        out.putNextEntry(copy);
        out.write(isClass ? lowering.apply(bytes) : bytes);
        out.closeEntry();
      }
    }
  }
}
