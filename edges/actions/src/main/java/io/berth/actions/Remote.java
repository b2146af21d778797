// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.model.BerthException;
import io.berth.workflow.ActionReference;
import io.berth.workflow.Similar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One repository on its server.
final class Remote {

  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(5));
  private static final int MOST_SIMILAR = 5000;

  private final ActionReference.Repository reference;
  private final String address;
  private final Git git;
  private final Bounds bounds;
  private final Pace pace;

  Remote(ActionReference.Repository reference, Sources sources, Git git, Bounds bounds, Pace pace) {
    this.reference = reference;
    this.address = sources.fetched(reference);
    this.git = git;
    this.bounds = bounds;
    this.pace = pace;
  }

  /// Returns the commit that the ref of the reference names now.
  ///
  /// @param folder where git is called
  /// @throws BerthException B1009 if there is none, B3030 if the server does not answer
  String commit(Path folder) throws IOException, InterruptedException {
    String ref = reference.ref();
    if (!Refs.isName(ref)) {
      throw Problems.noSuchRef(reference, List.of());
    }
    List<String> names = Refs.candidates(ref);
    List<String> arguments = new ArrayList<>(List.of("ls-remote", "--", address));
    arguments.addAll(names);
    Map<String, String> listed = Refs.parse(ask(folder, bounds.listing(), arguments));
    for (String name : names) {
      String commit = listed.get(name);
      if (commit != null) {
        return commit;
      }
    }
    throw absent(folder, ref);
  }

  /// Returns what the ref of the reference names now, branches before tags; `HEAD` is the default
  /// branch.
  Checkouts.Found find(Path folder) throws IOException, InterruptedException {
    String ref = reference.ref();
    if (!Refs.isName(ref)) {
      throw Problems.noSuchRef(reference, List.of());
    }
    List<String> arguments = new ArrayList<>(List.of("ls-remote", "--symref", "--", address));
    for (String name : Refs.branchFirst(ref)) {
      arguments.add(name);
      arguments.add(name + "^{}");
    }
    String output = ask(folder, bounds.listing(), arguments);
    Map<String, String> listed = Refs.parse(output);
    for (String name : Refs.branchFirst(ref)) {
      String commit = listed.getOrDefault(name + "^{}", listed.get(name));
      if (commit != null) {
        return new Checkouts.Found(name.equals("HEAD") ? head(output) : name, commit);
      }
    }
    throw absent(folder, ref);
  }

  private static String head(String output) {
    for (String line : output.split("\n", -1)) {
      if (line.startsWith("ref: ") && line.endsWith("\tHEAD")) {
        return line.substring("ref: ".length(), line.indexOf('\t'));
      }
    }
    return "";
  }

  private BerthException absent(Path folder, String ref) throws IOException, InterruptedException {
    List<String> arguments = List.of("ls-remote", "--", address);
    Map<String, String> all = Refs.parse(ask(folder, bounds.listing(), arguments));
    if (Refs.isShortCommit(ref)) {
      return Problems.shortCommit(reference, matching(all, ref));
    }
    List<String> names = new ArrayList<>();
    for (String name : all.keySet()) {
      String plain = Refs.plain(name);
      if (plain != null && names.size() < MOST_SIMILAR) {
        names.add(plain);
      }
    }
    return Problems.noSuchRef(reference, Similar.to(ref, names));
  }

  private static @Nullable String matching(Map<String, String> all, String start) {
    String found = null;
    for (String commit : all.values()) {
      if (commit.startsWith(start)) {
        if (found != null && !found.equals(commit)) {
          return null;
        }
        found = commit;
      }
    }
    return found;
  }

  private String ask(Path folder, Duration limit, List<String> arguments)
      throws IOException, InterruptedException {
    for (int tried = 0; ; tried++) {
      Git.Answer answer = git.run(folder, address, limit, () -> false, arguments);
      if (answer.succeeded()) {
        return answer.output();
      }
      giveUpOrPause(tried, Refusal.of(answer));
    }
  }

  /// Fetches one commit without its history.
  Path fetch(Path folder, String commit) throws IOException, InterruptedException {
    return fetch(folder, commit, 1, false);
  }

  /// Fetches one commit into a bare repository, with as much history as is asked for where the
  /// server can do so.
  /// Each try has a repository of its own: one that was ended leaves its locks behind.
  ///
  /// @param folder where the repositories are made
  /// @param depth how many commits, or 0: all, with all branches and tags
  /// @param tags whether all tags are fetched too
  /// @return the repository
  /// @throws BerthException B1009 if there is no such commit, B3030 if the server does not give it
  ///     or gives too much
  Path fetch(Path folder, String commit, int depth, boolean tags)
      throws IOException, InterruptedException {
    boolean whole = depth == 0;
    for (int tried = 0; ; ) {
      Path bare = initialise(folder, commit);
      Git.Answer answer =
          git.run(
              bare,
              address,
              bounds.fetching(),
              () -> isTooMuch(bare),
              fetching(commit, whole ? 0 : depth, tags));
      if (answer.ended() == Git.Ending.TOO_MUCH || isTooMuch(bare)) {
        throw Problems.tooMuchToFetch(reference, bounds.transfer());
      }
      if (answer.succeeded()) {
        List<String> look = List.of("cat-file", "-e", commit + "^{commit}");
        if (!git.run(bare, "", bounds.listing(), () -> false, look).succeeded()) {
          throw Problems.noSuchRef(reference, List.of());
        }
        return bare;
      }
      Cache.delete(bare);
      Refusal refusal = Refusal.of(answer);
      if (refusal.kind() == Refusal.Kind.NO_CHOICE && !whole) {
        whole = true;
        continue;
      }
      giveUpOrPause(tried, refusal);
      tried++;
    }
  }

  private Path initialise(Path folder, String commit) throws IOException, InterruptedException {
    Path bare = Files.createTempDirectory(folder, "repository");
    List<String> arguments = new ArrayList<>(List.of("init", "--quiet", "--bare"));
    arguments.add("--template=");
    if (commit.length() == Refs.LONG_COMMIT) {
      arguments.add("--object-format=sha256");
    }
    arguments.add(".");
    Git.Answer answer = git.run(bare, "", bounds.listing(), () -> false, arguments);
    if (!answer.succeeded()) {
      throw new IOException("git cannot make a repository: " + Refusal.of(answer).said());
    }
    return bare;
  }

  private List<String> fetching(String commit, int depth, boolean tags) {
    List<String> arguments =
        new ArrayList<>(
            List.of("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-gc"));
    if (depth == 0) {
      arguments.addAll(
          List.of(
              "--", address, "+refs/heads/*:refs/berth/heads/*", "+refs/tags/*:refs/berth/tags/*"));
    } else {
      arguments.addAll(List.of("--depth=" + depth, "--", address, commit + ":refs/berth/action"));
      if (tags) {
        arguments.add("+refs/tags/*:refs/berth/tags/*");
      }
    }
    return arguments;
  }

  private boolean isTooMuch(Path bare) throws IOException {
    return Contents.size(bare, bounds.transfer()) > bounds.transfer();
  }

  private void giveUpOrPause(int tried, Refusal refusal) throws InterruptedException {
    switch (refusal.kind()) {
      case MISSING -> throw Problems.noSuchRepository(reference, address);
      case DENIED -> throw Problems.denied(reference, address, refusal.said());
      case NO_COMMIT -> throw Problems.noSuchRef(reference, List.of());
      case NO_CHOICE, PASSING -> {
        if (tried >= PAUSES.size()) {
          throw Problems.unreachable(reference, address, refusal.said(), tried + 1);
        }
        pace.pause(PAUSES.get(tried));
      }
    }
  }
}
