// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.expressions.Fact;
import io.berth.spi.Layout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Actions in the repository that the workflow is in: `./path` as steps left it, `$/path` as it
// was.
final class LocalAction {

  private LocalAction() {}

  /// Returns the path of an action below the workspace, or `null` if `uses` names no local action.
  static @Nullable String path(String uses) {
    boolean local = uses.startsWith("./") || uses.startsWith(".\\") || uses.startsWith("$/");
    return local ? uses.substring(2) : null;
  }

  /// Returns whether `uses` names an action of the repository whatever became of the workspace.
  static boolean isOwn(String uses) {
    return uses.startsWith("$/");
  }

  /// Returns where the files of the repository are that no step changes.
  static String ownFolder(Layout layout) {
    return layout.paths().actions() + (isWindows(layout) ? "\\" : "/") + "_own";
  }

  /// Returns the fact in which an action describes itself. It names the folder into which the files
  /// of the repository have to be put first, if it is one of these.
  static Fact manifest(Layout layout, String directory) {
    String own = ownFolder(layout);
    return new Fact(
        ActionFile.KIND, directory.startsWith(own) ? List.of(directory, own) : List.of(directory));
  }

  /// Returns the folder of an action as the environment sees it.
  ///
  /// @param top the workspace, or [#ownFolder]
  static String directory(Layout layout, String top, String path) {
    boolean windows = isWindows(layout);
    List<String> parts = new ArrayList<>();
    for (String part : (windows ? path.replace('\\', '/') : path).split("/", -1)) {
      if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    String separator = windows ? "\\" : "/";
    return parts.isEmpty() ? top : top + separator + String.join(separator, parts);
  }

  private static boolean isWindows(Layout layout) {
    return layout.os().equals("Windows");
  }
}
