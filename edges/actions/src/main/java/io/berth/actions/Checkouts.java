// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.actions.WorkingCopy.Wanted;
import io.berth.model.BerthException;
import io.berth.workflow.ActionReference.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes working copies for `actions/checkout`: of the repository at hand, which is read and never
/// written, and of others, whose history is kept like actions are.
public final class Checkouts {

  private static final List<String> OWN_BRANCHES = List.of("refs/remotes/origin/", "refs/heads/");
  private static final List<String> KEPT_BRANCHES = List.of("refs/berth/heads/");

  private final ActionStore store;

  public Checkouts(ActionStore store) {
    this.store = store;
  }

  /// A commit and the name under which it was found.
  ///
  /// @param name the full name of a branch or a tag, or an empty text
  /// @param commit the commit
  record Found(String name, String commit) {

    /// Returns the branch, or `null` if the name is not one of a branch.
    @Nullable String branch() {
      return name.startsWith("refs/heads/") ? name.substring("refs/heads/".length()) : null;
    }

    String shown() {
      return name.isEmpty() ? commit : name;
    }
  }

  /// Makes a copy of the repository at hand.
  ///
  /// @param repository its folder, which holds `.git`
  /// @param ref the full name of a branch or tag, a short one, or a commit; empty for `HEAD`
  /// @throws BerthException B1009 if it has no such ref, B3030 if git cannot read it
  public WorkingCopy own(Path repository, String ref, Wanted wanted) throws InterruptedException {
    Git git = store.git();
    try {
      Path scratch = store.cache().scratch();
      boolean made = false;
      try {
        Found found = new OwnRefs(git, repository, scratch).find(ref);
        var source =
            new CopySource(repository.toUri().toString(), OWN_BRANCHES, "refs/tags/", found);
        WorkingCopy copy = new CopyMaker(git, scratch, source, wanted).make();
        made = true;
        return copy;
      } finally {
        if (!made) {
          Cache.delete(scratch);
        }
      }
    } catch (IOException e) {
      throw Storage.failure("copy `" + repository + "`", store.folder(), e);
    }
  }

  /// Makes a copy of another repository.
  ///
  /// @param reference the repository and its ref, which `HEAD` makes its default branch
  /// @param token what its server wants to see, or an empty text: what the store knows
  /// @throws BerthException as [ActionStore#open] throws
  public WorkingCopy other(Repository reference, String token, Wanted wanted)
      throws InterruptedException {
    Sources sources = store.sources().with(reference, token);
    Git git = store.git(sources);
    Cache cache = store.cache();
    try {
      Path scratch = cache.scratch();
      boolean made = false;
      try {
        var remote = new Remote(reference, sources, git, store.bounds(), store.pace());
        Found found = find(reference, sources, remote, scratch);
        var history = new Histories(store, reference, sources, remote);
        try (ActionFolder kept = history.open(found.commit(), wanted, token)) {
          String url = kept.root().toUri().toString();
          var source = new CopySource(url, KEPT_BRANCHES, "refs/berth/tags/", found);
          WorkingCopy copy = new CopyMaker(git, scratch, source, wanted).make();
          made = true;
          return copy;
        }
      } finally {
        if (!made) {
          Cache.delete(scratch);
        }
      }
    } catch (IOException e) {
      throw Storage.failure("check out `" + reference + "`", store.folder(), e);
    }
  }

  private Found find(Repository reference, Sources sources, Remote remote, Path scratch)
      throws IOException, InterruptedException {
    String ref = reference.ref();
    if (Refs.isCommit(ref)) {
      return new Found("", ref);
    }
    String address = sources.address(reference);
    if (!store.isOffline()) {
      Found found = remote.find(scratch);
      String name = ref.equals("HEAD") ? ref : found.name();
      store.cache().see(address, "checkout " + ref + " " + name, found.commit());
      return found;
    }
    for (String name : Refs.branchFirst(ref)) {
      String commit = store.cache().lastSeen(address, "checkout " + ref + " " + name);
      if (commit != null) {
        return new Found(name.equals("HEAD") ? "" : name, commit);
      }
    }
    throw Problems.notThereOffline(reference, "which commit `" + ref + "` names is not known");
  }

  /// Where a copy is made from.
  ///
  /// @param url a `file:` URL
  /// @param branches what the names of branches begin with; the last one counts
  /// @param tags what the names of tags begin with
  /// @param found what is checked out
  record CopySource(String url, List<String> branches, String tags, Found found) {}
}
