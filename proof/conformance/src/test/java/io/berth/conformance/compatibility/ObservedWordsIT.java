// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.conformance.BerthProgram;
import io.berth.workflow.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The members of contexts and the variables that a job of each dialect finds are on the page.
class ObservedWordsIT {

  /// The sections that are compared here.
  static final List<String> SECTIONS =
      List.of(
          "github",
          "runner",
          "job",
          "steps.<id>",
          "strategy",
          "needs.<id>",
          "jobs.<id> of a called workflow",
          "Command files",
          "Variables");

  private static final Path ROOT = Path.of(System.getProperty("berth.root", "../.."));

  /// What only actions see.
  private static final Set<String> ELSEWHERE =
      Set.of("action_path", "action_status", "GITHUB_ACTION_PATH");

  @TempDir Path folder;

  private static final String WORKFLOW =
      """
      on: push
      jobs:
        first:
          runs-on: any
          steps: [{run: 'true'}]
        job:
          needs: first
          runs-on: any
          steps:
            - id: one
              run: "true"
            - env:
                X_github: ${{ toJSON(github) }}
                X_runner: ${{ toJSON(runner) }}
                X_job: ${{ toJSON(job) }}
                X_steps: ${{ toJSON(steps.one) }}
                X_strategy: ${{ toJSON(strategy) }}
                X_needs: ${{ toJSON(needs.first) }}
              run: |
                for context in github runner job steps strategy needs; do
                  eval "printf '%s\\n' \\"\\$X_$context\\"" | sed -n "s/^  \\"\\([^\\"]*\\)\\":.*/@$context \\1@/p"
                done
                env | sed -n 's/^\\([A-Za-z_][A-Za-z0-9_]*\\)=.*/@variable \\1@/p'
      """;

  @Test
  void aJobFindsWhatThePageLists() throws IOException, InterruptedException {
    var rows = Row.read(ROOT.resolve("proof/conformance/compatibility.tsv"));
    for (var dialect : Dialect.values()) {
      var found = observe(dialect);
      Map<String, Set<String>> listed = new TreeMap<>();
      for (var row : rows) {
        var served = row.state(dialect).isThere();
        var key = key(row.section());
        if (served && key != null && !ELSEWHERE.contains(row.name())) {
          listed.computeIfAbsent(key, _ -> new TreeSet<>()).add(row.name());
        }
      }
      if (dialect != Dialect.GITHUB) {
        listed.values().forEach(names -> names.removeIf(name -> name.endsWith("_*")));
      }

      assertThat(found).as("%s", dialect).isEqualTo(listed);
    }
  }

  private static @Nullable String key(String section) {
    return switch (section) {
      case "github", "runner", "job", "strategy" -> section;
      case "steps.<id>" -> "steps";
      case "needs.<id>" -> "needs";
      case "Command files", "Variables" -> "variable";
      default -> null;
    };
  }

  private Map<String, Set<String>> observe(Dialect dialect)
      throws IOException, InterruptedException {
    var repository = Files.createDirectories(folder.resolve(dialect.name()));
    var workflow = dialect.folder() + "/workflows/case.yml";
    Files.createDirectories(repository.resolve(workflow).getParent());
    Files.writeString(repository.resolve(workflow), WORKFLOW);
    var berth =
        new BerthProgram(ROOT.resolve("packaging/distribution/target/berth/bin/berth"), folder);
    var ended =
        berth.run(repository, List.of("exec", "-W", workflow, "--var", "ACTIONS_STEP_DEBUG=true"));
    assertThat(ended.exit()).as(ended.output()).isZero();
    Map<String, Set<String>> found = new TreeMap<>();
    for (var line : ended.output().lines().toList()) {
      var start = line.indexOf('@');
      var space = line.indexOf(' ', start);
      if (start >= 0 && line.endsWith("@") && space > start) {
        var name = line.substring(space + 1, line.length() - 1);
        var what = line.substring(start + 1, space);
        if (!what.equals("variable") || isOurs(dialect, name)) {
          found.computeIfAbsent(what, _ -> new TreeSet<>()).add(name);
        }
      }
    }
    return found;
  }

  /// Leaves out what the machine and the shell give, and the twins of other variables.
  private static boolean isOurs(Dialect dialect, String name) {
    return name.startsWith("GITHUB_")
        || name.startsWith("RUNNER_")
        || name.startsWith("ACTIONS_")
        || name.startsWith("BERTH")
        || name.equals("CI")
        || name.equals("ACT")
        || name.equals("ImageOS")
        || (dialect != Dialect.GITHUB && name.equals("GITEA_ACTIONS"));
  }
}
