// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.engine.JobSpec;
import io.berth.expressions.Value;
import io.berth.services.ServedJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How jobs of `berth exec` are called where caches and artifacts are kept.
final class ServedJobs {

  private static final String BRANCHES = "refs/heads/";

  private ServedJobs() {}

  /// @param run the id of its run
  /// @param number tells it from all other jobs
  /// @param root the folder of the repository
  static ServedJob of(JobSpec spec, String run, int number, Path root) {
    Value.ObjectValue github =
        spec.contexts().get("github") instanceof Value.ObjectValue members
            ? members
            : Value.object(java.util.Map.of());
    String ref = text(github, "ref");
    String own = ref.isEmpty() ? BRANCHES + "main" : ref;
    List<String> readable = new ArrayList<>();
    readable.add(own);
    add(readable, text(github, "base_ref"));
    if (github.member("event").orElse(Value.NULL) instanceof Value.ObjectValue event
        && event.member("repository").orElse(Value.NULL) instanceof Value.ObjectValue repository) {
      add(readable, text(repository, "default_branch"));
    }
    return new ServedJob(
        run.replace("-", ""),
        number + "-" + plain(spec.info().key().value()),
        repository(github, root),
        own,
        readable);
  }

  private static void add(List<String> readable, String branch) {
    if (!branch.isEmpty() && !readable.contains(BRANCHES + branch)) {
      readable.add(BRANCHES + branch);
    }
  }

  /// Folders without a remote may have one name and are not one repository.
  private static String repository(Value.ObjectValue github, Path root) {
    String remote = text(github, "repositoryUrl");
    return remote.isEmpty()
        ? "file:" + root.toAbsolutePath().normalize()
        : text(github, "server_url") + "/" + text(github, "repository");
  }

  private static String text(Value.ObjectValue members, String name) {
    return members.member(name).map(Value::asString).orElse("");
  }

  private static String plain(String key) {
    var plain = new StringBuilder();
    for (int i = 0; i < Math.min(100, key.length()); i++) {
      char c = key.charAt(i);
      boolean kept = c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-');
      plain.append(kept ? c : '.');
    }
    return plain.toString();
  }
}
