// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.actions.Checkouts.Found;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The refs of the repository at hand.
///
/// @param repository its folder
/// @param scratch where git is called
record OwnRefs(Git git, Path repository, Path scratch) {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String REMOTE = "refs/remotes/origin/";
  private static final String HEADS = "refs/heads/";

  /// Finds what a ref names: a branch, here or where the repository comes from, then a tag, then a
  /// commit.
  Found find(String ref) throws IOException, InterruptedException {
    if (ref.isEmpty()) {
      return head();
    }
    String commit = ref.toLowerCase(Locale.ROOT);
    if (Refs.isCommit(commit)) {
      if (!call("cat-file", "-e", commit + "^{commit}").succeeded()) {
        throw missing(ref);
      }
      return new Found("", commit);
    }
    Map<String, String> all = all(ref);
    for (String name : Refs.branchFirst(ref)) {
      String found = all.get(name);
      if (found == null && name.startsWith(HEADS)) {
        found = all.get(REMOTE + name.substring(HEADS.length()));
      }
      if (found != null) {
        return new Found(name, found);
      }
    }
    throw missing(ref);
  }

  private Found head() throws IOException, InterruptedException {
    Git.Answer head = call("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
    if (!head.succeeded()) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.ACTION_NOT_FOUND,
              "`" + repository + "` has no commit that git can read",
              "Commit something, or see what `git log` says there."));
    }
    Git.Answer branch = call("symbolic-ref", "--quiet", "HEAD");
    return new Found(branch.succeeded() ? branch.output().strip() : "", head.output().strip());
  }

  private Map<String, String> all(String ref) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of("for-each-ref", "--format=%(refname) %(objectname) %(*objectname)"));
    for (String name : Refs.branchFirst(ref)) {
      arguments.add(name);
      if (name.startsWith(HEADS)) {
        arguments.add(REMOTE + name.substring(HEADS.length()));
      }
    }
    Map<String, String> found = new LinkedHashMap<>();
    for (String line : call(arguments.toArray(String[]::new)).output().split("\n", -1)) {
      String[] parts = line.split(" ", -1);
      if (parts.length == 3) {
        found.put(parts[0], parts[2].isEmpty() ? parts[1] : parts[2]);
      }
    }
    return found;
  }

  private BerthException missing(String ref) {
    return new BerthException(
        BerthError.of(
            ErrorCode.ACTION_NOT_FOUND,
            "the repository `" + repository + "` has no branch, tag or commit `" + ref + "`",
            "Fetch it there first: `git fetch origin " + ref + "`."));
  }

  private Git.Answer call(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-C", repository.toString()));
    all.addAll(Arrays.asList(arguments));
    return git.run(scratch, "", LIMIT, () -> false, all);
  }
}
