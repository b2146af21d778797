// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The documents, as somebody reads them who clicks on what they name.
class LinksTest {

  private static final Path ROOT = Path.of(System.getProperty("berth.root"));
  private static final Set<String> NOT_OURS = Set.of(".git", "target", "node_modules");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ABSOLUTE = Pattern.compile("[a-z]+:.*|#.*");

  @Test
  void everyRelativeLinkOfADocumentLeadsToAFile() throws IOException {
    List<Path> documents = documents();
    List<String> broken = new ArrayList<>();
    for (Path document : documents) {
      var link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        String target = link.group(1);
        if (!ABSOLUTE.matcher(target).matches()
            && !Files.exists(document.resolveSibling(target.replaceFirst("#.*", "")))) {
          broken.add(ROOT.relativize(document) + ": " + target);
        }
      }
    }

    assertThat(documents).contains(ROOT.resolve("README.md"));
    assertThat(broken).isEmpty();
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              documents.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return documents;
  }
}
