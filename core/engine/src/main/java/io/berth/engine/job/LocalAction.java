// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.spi.Layout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Actions in the repository that the workflow is in: `./path`, and `$/path`.
final class LocalAction {

  private LocalAction() {}

  /// Returns the path of an action below the workspace, or `null` if `uses` names no local action.
  static @Nullable String path(String uses) {
    boolean local = uses.startsWith("./") || uses.startsWith(".\\") || uses.startsWith("$/");
    return local ? uses.substring(2) : null;
  }

  /// Returns the folder of an action as the environment sees it.
  static String directory(Layout layout, String path) {
    boolean windows = layout.os().equals("Windows");
    List<String> parts = new ArrayList<>();
    for (String part : (windows ? path.replace('\\', '/') : path).split("/", -1)) {
      if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    String separator = windows ? "\\" : "/";
    String workspace = layout.paths().workspace();
    return parts.isEmpty() ? workspace : workspace + separator + String.join(separator, parts);
  }
}
