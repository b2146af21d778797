// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// What git knows about a repository. An empty text stands for what it does not know.
///
/// @param head the commit, or `null` if there is none
/// @param ref the full name of the branch or tag that is checked out
/// @param remote the URL of the remote `origin`, or of the only remote
/// @param user the name of the person who works here
/// @param email the address of that person
/// @param missing what there is not, each fit to be read behind `there is no`
record GitFacts(
    @Nullable Commit head,
    String ref,
    String remote,
    String user,
    String email,
    List<String> missing) {

  private static final String END = "\u0000";

  GitFacts {
    missing = List.copyOf(missing);
  }

  /// A commit.
  record Commit(String sha, String parent, String author, String email, String time, String text) {}

  /// Asks about the repository that a folder lies in.
  static GitFacts of(Path folder) throws InterruptedException {
    if (Git.rootAbove(folder) == null) {
      return new GitFacts(null, "", "", "", "", List.of("git repository"));
    }
    var git = new Git(folder);
    List<Callable<Git.Answer>> questions =
        List.of(
            () -> git.ask("log", "-1", "--format=%H%x00%P%x00%an%x00%ae%x00%aI%x00%B%x00"),
            () -> git.ask("symbolic-ref", "-q", "HEAD"),
            () ->
                git.ask("config", "--get-regexp", "^(remote\\..*\\.url|user\\.name|user\\.email)$"),
            () -> git.ask("describe", "--tags", "--exact-match"));
    List<String> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Git.Answer> answer : threads.invokeAll(questions)) {
        answers.add(text(answer));
      }
    }
    if (answers.get(0).isEmpty() && !git.ask("rev-parse", "--git-dir").succeeded()) {
      return new GitFacts(null, "", "", "", "", List.of("`git` that can read this repository"));
    }
    return of(answers.get(0), answers.get(1), answers.get(2).lines().toList(), answers.get(3));
  }

  private static String text(Future<Git.Answer> answer) throws InterruptedException {
    try {
      Git.Answer known = answer.get();
      return known.succeeded() ? new String(known.output(), StandardCharsets.UTF_8) : "";
    } catch (ExecutionException e) {
      throw new IllegalStateException("git could not be asked", e.getCause());
    }
  }

  private static GitFacts of(String log, String branch, List<String> config, String tag) {
    List<String> missing = new ArrayList<>();
    Commit head = commit(log);
    if (head == null) {
      missing.add("commit");
    }
    String ref = branch.strip();
    if (ref.isEmpty() && !tag.isBlank()) {
      ref = "refs/tags/" + tag.strip();
    }
    if (ref.isEmpty()) {
      missing.add("branch or tag");
    }
    String remote = remote(config);
    if (remote.isEmpty()) {
      missing.add("remote");
    }
    return new GitFacts(
        head, ref, remote, setting(config, "user.name"), setting(config, "user.email"), missing);
  }

  private static @Nullable Commit commit(String log) {
    String[] parts = log.split(END, -1);
    if (parts.length < 6) {
      return null;
    }
    String parents = parts[1];
    int space = parents.indexOf(' ');
    return new Commit(
        parts[0].strip(),
        space < 0 ? parents : parents.substring(0, space),
        parts[2],
        parts[3],
        parts[4],
        parts[5].strip());
  }

  private static String remote(List<String> config) {
    String origin = setting(config, "remote.origin.url");
    if (!origin.isEmpty()) {
      return origin;
    }
    String only = "";
    for (String line : config) {
      if (line.startsWith("remote.") && only.isEmpty()) {
        only = line.substring(line.indexOf(' ') + 1);
      }
    }
    return only;
  }

  private static String setting(List<String> config, String name) {
    String value = "";
    for (String line : config) {
      if (line.startsWith(name + " ")) {
        value = line.substring(name.length() + 1);
      }
    }
    return value;
  }
}
