// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.actions.Checkouts.CopySource;
import io.berth.actions.Checkouts.Found;
import io.berth.actions.WorkingCopy.Wanted;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Makes one working copy, as `actions/checkout` leaves it: on a branch that follows that of
/// `origin`, or at a commit. No token is ever written into it.
///
/// @param scratch the folder in which it is made
record CopyMaker(Git git, Path scratch, CopySource source, Wanted wanted) {

  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final String UPLOAD = "git -c uploadpack.allowAnySHA1InWant=true upload-pack";

  WorkingCopy make() throws IOException, InterruptedException {
    Path root = Files.createDirectory(scratch.resolve("copy"));
    Found found = source.found();
    List<String> init = new ArrayList<>(List.of("init", "--quiet", "--template="));
    if (found.commit().length() == Refs.LONG_COMMIT) {
      init.add("--object-format=sha256");
    }
    call(root, init);
    fetch(root);
    Files.deleteIfExists(root.resolve(".git/FETCH_HEAD"));
    settle(root, found);
    refuse(root);
    if (!wanted.sparse().paths().isEmpty()) {
      sparse(root);
    }
    List<String> tree = new ArrayList<>(List.of("read-tree", "--reset"));
    if (wanted.files() || !wanted.sparse().paths().isEmpty()) {
      tree.add("-u");
    }
    tree.add("HEAD");
    call(root, tree);
    List<String> left = wanted.sparse().paths().isEmpty() ? List.of() : left(root);
    return new WorkingCopy(root, found.shown(), found.commit(), left);
  }

  private void fetch(Path root) throws IOException, InterruptedException {
    if (wanted.depth() == 0) {
      for (String branches : source.branches()) {
        fetch(root, List.of("+" + branches + "*:refs/remotes/origin/*"));
      }
    }
    List<String> specs = new ArrayList<>();
    specs.add(source.found().commit());
    if (wanted.depth() == 0 || wanted.tags()) {
      specs.add("+" + source.tags() + "*:refs/tags/*");
    } else if (source.found().name().startsWith("refs/tags/")) {
      String tag = source.found().name().substring("refs/tags/".length());
      if (source.tags().equals("refs/tags/")) {
        specs.add("+refs/tags/" + tag + ":refs/tags/" + tag);
      }
    }
    fetch(root, specs);
  }

  private void fetch(Path root, List<String> specs) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-gc"));
    arguments.addAll(List.of("--update-shallow", "--upload-pack=" + UPLOAD));
    if (wanted.depth() > 0) {
      arguments.add("--depth=" + wanted.depth());
    }
    arguments.addAll(List.of("--", source.url()));
    arguments.addAll(specs);
    call(root, arguments);
  }

  /// Puts `HEAD` where it belongs and says where everything came from.
  private void settle(Path root, Found found) throws IOException, InterruptedException {
    var config = new StringBuilder();
    if (!wanted.origin().isEmpty()) {
      config.append("[remote \"origin\"]\n\turl = ").append(quoted(wanted.origin())).append('\n');
      config.append("\tfetch = +refs/heads/*:refs/remotes/origin/*\n");
    }
    String branch = found.branch();
    if (branch == null) {
      call(root, List.of("update-ref", "--no-deref", "HEAD", found.commit()));
      if (found.name().startsWith("refs/tags/")
          && !git.run(root, "", LIMIT, () -> false, List.of("rev-parse", "-q", found.name()))
              .succeeded()) {
        call(root, List.of("update-ref", found.name(), found.commit()));
      }
    } else {
      call(root, List.of("update-ref", "refs/remotes/origin/" + branch, found.commit()));
      call(root, List.of("update-ref", found.name(), found.commit()));
      call(root, List.of("symbolic-ref", "HEAD", found.name()));
      config.append("[branch ").append(quoted(branch)).append("]\n\tremote = origin\n\tmerge = ");
      config.append(quoted(found.name())).append('\n');
    }
    Files.writeString(
        root.resolve(".git/config"), config.toString(), UTF_8, StandardOpenOption.APPEND);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /// Refuses what would be missing without anybody noticing.
  private void refuse(Path root) throws IOException, InterruptedException {
    if (wanted.submodules() && holds(root, "cat-file", "-e", "HEAD:.gitmodules")) {
      throw unserved("submodules", "the repository has some");
    }
    if (wanted.largeFiles()
        && holds(root, "grep", "-q", "filter=lfs", "HEAD", "--", ":(glob)**/.gitattributes")) {
      throw unserved("lfs", "the repository has files of LFS");
    }
  }

  private boolean holds(Path root, String... question) throws IOException, InterruptedException {
    return git.run(root, "", LIMIT, () -> false, List.of(question)).succeeded();
  }

  private static BerthException unserved(String input, String why) {
    return new BerthException(
        BerthError.of(
            ErrorCode.ACTION_UNSERVED,
            "the input `" + input + "` of `actions/checkout` is not served, and " + why,
            "Leave it out, and fetch them in a `run` step if they are needed."));
  }

  private void sparse(Path root) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("sparse-checkout", "set"));
    arguments.add(wanted.sparse().cone() ? "--cone" : "--no-cone");
    arguments.add("--end-of-options");
    arguments.addAll(wanted.sparse().paths());
    call(root, arguments);
  }

  private List<String> left(Path root) throws IOException, InterruptedException {
    List<String> left = new ArrayList<>();
    for (String line : call(root, List.of("ls-files", "-t", "-z")).split("\0", -1)) {
      if (line.startsWith("S ")) {
        left.add(line.substring(2));
      }
    }
    return left;
  }

  private String call(Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    Git.Answer answer = git.run(folder, "", LIMIT, () -> false, arguments);
    if (!answer.succeeded()) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.ACTION_UNAVAILABLE,
              "git cannot make a working copy: "
                  + arguments.getFirst()
                  + ": "
                  + Refusal.of(answer).said(),
              null));
    }
    return answer.output();
  }
}
