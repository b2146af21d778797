// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.workflow.plan.CalledWorkflows;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `berth exec` was asked to do: its options as they were typed.
///
/// @param directory `-C`: the folder whose workflows run
/// @param selection which workflows, event and jobs
/// @param values what the workflows are given
/// @param placement where and how jobs run
/// @param actions where the actions of other repositories come from
/// @param services the caches and artifacts of jobs
/// @param dryRun `--dry-run`: decide everything and run nothing
public record ExecRequest(
    Path directory,
    Selection selection,
    Values values,
    Placement placement,
    Actions actions,
    Services services,
    boolean dryRun) {

  /// Which workflows run, for which event, and which of their jobs.
  ///
  /// @param workflows `-W`: a file or a folder, or `null`: the folder that is found
  /// @param event `--event`, or `null`: `push` or the only trigger
  /// @param eventFile `--eventpath`: the payload as JSON, or `null`: one is made
  /// @param job `--job`: this job and those that it needs, or `null`: all
  /// @param matrix every `--matrix`, `key:value`
  public record Selection(
      @Nullable Path workflows,
      @Nullable String event,
      @Nullable Path eventFile,
      @Nullable String job,
      List<String> matrix) {
    public Selection {
      matrix = List.copyOf(matrix);
    }
  }

  /// What the workflows are given.
  ///
  /// @param inputs `--input` and `--input-file`
  /// @param env `--env` and `--env-file`
  /// @param vars `--var` and `--var-file`
  /// @param secrets `--secret` and `--secret-file`; one without `=` is read from the environment
  public record Values(Assignments inputs, Assignments env, Assignments vars, Assignments secrets) {

    /// Returns values without a file of inputs.
    public Values(List<String> inputs, Assignments env, Assignments vars, Assignments secrets) {
      this(new Assignments(inputs, List.of()), env, vars, secrets);
    }
  }

  /// Names and values, as typed and as files.
  ///
  /// @param given `NAME=VALUE` each, the last wins and all win over the files
  /// @param files files of such lines, the last wins
  public record Assignments(List<String> given, List<Path> files) {
    public Assignments {
      given = List.copyOf(given);
      files = List.copyOf(files);
    }

    /// Returns no names at all.
    public static Assignments none() {
      return new Assignments(List.of(), List.of());
    }
  }

  /// Where and how jobs run.
  ///
  /// @param backend `--backend`, or `null`: `host`
  /// @param jobs `--jobs`: how many run at a time, or 0: as many as there are cores
  /// @param workspace `--workspace`: what steps find in their folder
  /// @param keep `--keep`: leave the workspaces behind and say where they are
  /// @param shellOnFailure `--shell-on-failure`: let the person look around where a job failed
  public record Placement(
      @Nullable String backend,
      int jobs,
      WorkspaceContent workspace,
      boolean keep,
      boolean shellOnFailure) {

    /// Returns a placement without a shell.
    public Placement(@Nullable String backend, int jobs, WorkspaceContent workspace, boolean keep) {
      this(backend, jobs, workspace, keep, false);
    }
  }

  /// Where the actions of other repositories come from.
  ///
  /// @param url `--actions-url`: the forge that has them, or `null`: the one of the dialect
  /// @param mirrors every `--actions-mirror`, `ADDRESS=ADDRESS`
  /// @param standIns every `--local-action`, `OWNER/REPOSITORY@REF=FOLDER`
  /// @param offline `--offline`: nothing is fetched, what was fetched before serves
  /// @param lockFile `--lock-file`, or `null`: `berth.lock` of the repository, if there is one
  /// @param callDepth `--call-depth`: how deeply workflows may call workflows
  /// @param unlocked whether the lock file does not count, because it is about to be written
  public record Actions(
      @Nullable String url,
      List<String> mirrors,
      List<String> standIns,
      boolean offline,
      @Nullable Path lockFile,
      int callDepth,
      boolean unlocked) {

    /// What applies when nothing was said.
    public static final Actions DEFAULT =
        new Actions(null, List.of(), List.of(), false, null, CalledWorkflows.MAX_DEPTH, false);

    public Actions {
      mirrors = List.copyOf(mirrors);
      standIns = List.copyOf(standIns);
    }

    /// Returns the same with what stands in for actions.
    public Actions withStandIns(List<String> folders) {
      return new Actions(url, mirrors, folders, offline, lockFile, callDepth, unlocked);
    }

    /// Returns the same with the forge that has the actions.
    public Actions withUrl(String forge) {
      return new Actions(forge, mirrors, standIns, offline, lockFile, callDepth, unlocked);
    }

    /// Returns the same for writing the lock file.
    public Actions withoutLock() {
      return new Actions(url, mirrors, standIns, offline, lockFile, callDepth, true);
    }

    /// Returns the same without anything being fetched.
    public Actions withoutNetwork() {
      return new Actions(url, mirrors, standIns, true, lockFile, callDepth, unlocked);
    }
  }

  /// The caches and artifacts of jobs.
  ///
  /// @param artifacts `--artifacts`: the folder into which the artifacts of the run are unpacked
  ///     when it has ended, or `null`: they stay with the run only
  /// @param off `--no-services`: there are none
  public record Services(@Nullable Path artifacts, boolean off) {
    /// What applies when nothing was said.
    public static final Services DEFAULT = new Services(null, false);
  }

  /// What steps find in the workspace before the first of them runs.
  public enum WorkspaceContent {
    /// A private copy of the tracked and the unignored files.
    COPY,
    /// Nothing, as on GitHub: `actions/checkout` brings the files.
    EMPTY
  }
}
