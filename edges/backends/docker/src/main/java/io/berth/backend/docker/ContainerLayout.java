// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.spi.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where things are in the container of a job: as in those of actions/runner, on which actions and
/// images rely.
final class ContainerLayout {

  /// The folder that is a volume.
  static final String WORK = "/__w";

  /// The folder of the agent, in memory.
  static final String AGENT = "/__berth/agent";

  /// The folder that is in memory.
  static final String MEMORY = "/__berth";

  /// Where Berth mounts something itself.
  static final List<String> MOUNTED = List.of(WORK, MEMORY);

  /// The variable by which what a job left behind is recognised; actions/runner calls it so.
  static final String TRACKING = "RUNNER_TRACKING_ID";

  private static final String HOME = "/github/home";
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final String TOOLS = "RUNNER_TOOL_CACHE";

  private ContainerLayout() {}

  /// @param name of the folder of the repository
  /// @param tracking the value that all its processes are started with
  static Layout of(Image image, String name, String tracking) {
    Map<String, String> env = new LinkedHashMap<>(image.env());
    String tools = env.getOrDefault(TOOLS, "");
    env.putIfAbsent("PATH", PATH);
    env.put("HOME", HOME);
    env.put(TRACKING, tracking);
    return new Layout(
        new Layout.Paths(
            WORK + "/" + name + "/" + name,
            WORK + "/_temp",
            tools.startsWith("/") ? tools : "/__t",
            WORK + "/_actions"),
        "Linux",
        image.arch(),
        env);
  }

  /// Returns the command with which root makes the folders and gives them to a user.
  static List<String> giveTo(String user, Layout layout) {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "mkdir -p \"$@\" && chown \"$0\" \"$@\"", user, WORK));
    command.addAll(folders(layout));
    return command;
  }

  /// Returns the folders that have to be made.
  static List<String> folders(Layout layout) {
    Layout.Paths paths = layout.paths();
    return List.of(
        paths.workspace(),
        paths.temp(),
        paths.toolCache(),
        paths.actions(),
        HOME,
        "/github/workflow");
  }
}
