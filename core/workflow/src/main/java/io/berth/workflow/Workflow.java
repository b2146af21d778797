// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One workflow file, read and found valid.
///
/// @param file the path as it is shown to users, for example `.github/workflows/build.yml`
/// @param dialect whose reading of the language applies
/// @param names its `name` and `run-name`
/// @param triggers its `on`
/// @param settings what its jobs share
/// @param jobs its jobs by id, in the order of the file
/// @param origin the other repository that it comes from, or `null`: it is of the one that runs
public record Workflow(
    String file,
    Dialect dialect,
    Titles names,
    Triggers triggers,
    Settings settings,
    Map<String, Job> jobs,
    @Nullable Origin origin) {

  public Workflow {
    jobs = Collections.unmodifiableMap(new LinkedHashMap<>(jobs));
  }

  /// Returns the same workflow as one of another repository.
  public Workflow from(Origin other) {
    return new Workflow(file, dialect, names, triggers, settings, jobs, other);
  }

  /// How a workflow and its runs are called.
  ///
  /// @param name `name`, or `null` if absent: then users see the file
  /// @param runName `run-name`, or `null` if absent
  public record Titles(@Nullable String name, @Nullable Template runName) {}

  /// What the jobs of a workflow share.
  ///
  /// @param env `env`, a mapping or an expression that yields one, or `null` if absent
  /// @param defaults `defaults.run`, or `null` if absent
  /// @param concurrency `concurrency`, or `null` if absent
  /// @param permissions `permissions`, or `null` if absent
  public record Settings(
      @Nullable Template env,
      @Nullable RunDefaults defaults,
      @Nullable Concurrency concurrency,
      @Nullable Template permissions) {}

  /// `defaults.run` of a workflow or a job.
  ///
  /// @param shell `shell`, or `null` if absent
  /// @param workingDirectory `working-directory`, or `null` if absent
  public record RunDefaults(@Nullable Template shell, @Nullable Template workingDirectory) {}

  /// `concurrency` of a workflow or a job.
  ///
  /// @param group the name that only one may hold at a time
  /// @param cancelInProgress whether a newcomer cancels the holder, or `null`: it does not
  /// @param queue `single` or `max`: whether one waits or any number, or `null`: one
  public record Concurrency(
      Template group, @Nullable Template cancelInProgress, @Nullable Template queue) {}
}
