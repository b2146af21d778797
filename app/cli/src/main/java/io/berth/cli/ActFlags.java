// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The flags of `act` that are not spelt the same here: what stands for them, or why nothing does.
///
/// @param names as they are typed
/// @param hasValue whether a value follows
/// @param ours the option that stands for it, or `null` if none does
/// @param instead what to do where none does
record ActFlags(List<String> names, boolean hasValue, @Nullable String ours, String instead) {

  private static final String NO_CONTAINERS =
      "leave it out: jobs run on this machine, not in containers";
  private static final String NO_CACHE_SERVER = "leave it out: Berth serves caches by itself";

  private static final List<ActFlags> ALL =
      List.of(
          value("--eventpath", "-e", "--eventpath"),
          value("--directory", "-C", "-C"),
          value("--workflows", "-W", "--workflows"),
          value("--job", "-j", "--job"),
          value("--secret", "-s", "--secret"),
          value("--secret-file", "--secret-file", "--secret-file"),
          value("--env", "--env", "--env"),
          value("--env-file", "--env-file", "--env-file"),
          value("--var", "--var", "--var"),
          value("--var-file", "--var-file", "--var-file"),
          value("--input", "--input", "--input"),
          value("--input-file", "--input-file", "--input-file"),
          value("--matrix", "--matrix", "--matrix"),
          value("--platform", "-P", "--platform"),
          value("--concurrent-jobs", "--concurrent-jobs", "--jobs"),
          value("--local-repository", "--local-repository", "--local-action"),
          flag("--dryrun", "-n", "--dry-run"),
          flag("--watch", "-w", "--watch"),
          flag("--list", "-l", "--list"),
          flag("--graph", "-g", "--graph"),
          flag("--action-offline-mode", "--action-offline-mode", "--offline"),
          flag("--json", "--json", "--json"),
          none(true, "set the variable `USER`: who starts the run is its actor", "-a", "--actor"),
          none(true, "name the forge of the actions with `--actions-url URL`", "--github-instance"),
          none(true, "set the branch in the payload that `--eventpath` names", "--defaultbranch"),
          none(true, "call the remote `origin`, or keep only one", "--remote-name"),
          none(false, "leave it out: without `--event` the trigger is found", "--detect-event"),
          none(false, "leave it out: environments always end with their job", "--rm"),
          none(false, "leave it out: every job gets a new environment", "-r", "--reuse"),
          none(false, "leave it out: jobs work in a copy, so that yours is safe", "-b", "--bind"),
          none(false, "leave it out: ignored files are never copied", "--use-gitignore"),
          none(false, "leave it out: secrets are always hidden", "--insecure-secrets"),
          none(false, "leave it out: only the files of one folder are read", "--no-recurse"),
          none(
              false,
              "use `--workspace empty`: the checkout brings the files",
              "--no-skip-checkout"),
          none(false, "read a run again with `berth logs`, or ask for `--json`", "-v", "--verbose"),
          none(
              false, "send the output to /dev/null: the exit code tells the rest", "-q", "--quiet"),
          none(false, "use `berth check`", "--validate"),
          none(false, "use `berth check`", "--strict"),
          none(false, "use `berth doctor`", "--bug-report"),
          none(false, "use `berth help`", "--man-page"),
          none(false, "use `berth exec --help`", "--list-options"),
          none(false, "leave it out: `--json` tells the job of every row", "--log-prefix-job-id"),
          none(true, NO_CACHE_SERVER, "--cache-server-path"),
          none(true, NO_CACHE_SERVER, "--cache-server-addr"),
          none(true, NO_CACHE_SERVER, "--cache-server-port"),
          none(true, NO_CACHE_SERVER, "--cache-server-external-url"),
          none(false, NO_CACHE_SERVER, "--no-cache-server"),
          value("--artifact-server-path", "--artifact-server-path", "--artifacts"),
          none(true, "leave it out: artifacts are served to the jobs", "--artifact-server-addr"),
          none(true, "leave it out: artifacts are served to the jobs", "--artifact-server-port"),
          none(true, "set `XDG_CACHE_HOME`: actions are kept below it", "--action-cache-path"),
          none(
              true,
              "name the mirror with `--actions-url URL`",
              "--replace-ghe-action-with-github-com"),
          none(
              true,
              "give the token as the secret `GITHUB_TOKEN`",
              "--replace-ghe-action-token-with-github-com"),
          none(false, NO_CONTAINERS, "-p", "--pull"),
          none(false, NO_CONTAINERS, "--rebuild"),
          none(false, NO_CONTAINERS, "--privileged"),
          none(true, NO_CONTAINERS, "--userns"),
          none(true, NO_CONTAINERS, "--network"),
          none(true, NO_CONTAINERS, "--container-architecture"),
          none(true, NO_CONTAINERS, "--container-daemon-socket"),
          none(true, NO_CONTAINERS, "--container-options"),
          none(true, NO_CONTAINERS, "--container-cap-add"),
          none(true, NO_CONTAINERS, "--container-cap-drop"),
          none(
              false,
              "leave it out: actions are always kept by their commit",
              "--use-new-action-cache"));

  private static ActFlags value(String name, String shortName, String ours) {
    return new ActFlags(List.of(name, shortName), true, ours, "");
  }

  private static ActFlags flag(String name, String shortName, String ours) {
    return new ActFlags(List.of(name, shortName), false, ours, "");
  }

  private static ActFlags none(boolean hasValue, String instead, String... names) {
    return new ActFlags(List.of(names), hasValue, null, instead);
  }

  /// Returns the flag with a name, or `null` if `act` has none.
  static @Nullable ActFlags of(String name) {
    for (ActFlags flag : ALL) {
      if (flag.names.contains(name)) {
        return flag;
      }
    }
    return null;
  }
}
