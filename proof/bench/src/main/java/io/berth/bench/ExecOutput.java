// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Output as users see it: a whole `berth exec`, with all that is done to every line, on this
/// machine and through the plugin.
final class ExecOutput {

  private static final String WORKFLOW =
      """
      on: push
      jobs:
        output:
          runs-on: any
          steps:
            - run: yes 'a line of output of eighty characters, as long as those of most of the logs are' | head -c 268435456
              shell: sh
      """;

  private ExecOutput() {}

  static void through(ServedHost served, Path launcher, Path folder, Verdicts verdicts)
      throws IOException, InterruptedException {
    Path repository = folder.resolve("output-repository");
    Path workflows = Files.createDirectories(repository.resolve(".github/workflows"));
    Files.writeString(workflows.resolve("output.yml"), WORKFLOW);
    Path configuration = folder.resolve("berth.yaml");
    Files.writeString(
        configuration,
        "backends: { bench: { connect: { address: '"
            + served.address()
            + "' }, config: { recovery: none } } }");
    Map<String, String> env =
        Map.of(
            "BERTH_CONFIG", configuration.toString(),
            "XDG_STATE_HOME", folder.resolve("output-state").toString());
    var direct = List.of(launcher.toString(), "exec", "--plain");
    var plugin = List.of(launcher.toString(), "exec", "--plain", "--backend", "bench");
    List<Measured> both =
        Measured.inTurn(
            3,
            new Measured.Command(direct, env, repository),
            new Measured.Command(plugin, env, repository));
    verdicts.speed(
        "exec of 256 MiB of lines",
        both.getFirst().wallMillis() / 1e3,
        both.getLast().wallMillis() / 1e3,
        0.7);
  }
}
