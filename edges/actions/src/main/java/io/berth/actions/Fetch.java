// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.workflow.ActionReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Fetches one commit into the cache. Until all of it is there and found good it is nowhere that
/// anybody looks.
final class Fetch {

  private static final int MOST_LINKS = 5;

  private final ActionReference.Repository reference;
  private final CacheEntry entry;
  private final Remote remote;
  private final Git git;
  private final Bounds bounds;

  Fetch(
      ActionReference.Repository reference,
      CacheEntry entry,
      Remote remote,
      Git git,
      Bounds bounds) {
    this.reference = reference;
    this.entry = entry;
    this.remote = remote;
    this.git = git;
    this.bounds = bounds;
  }

  /// @param scratch a folder to work in
  CacheEntry.Marker into(Path scratch) throws IOException, InterruptedException {
    Path complete = Files.createDirectory(scratch.resolve("entry"));
    Path files = Files.createDirectory(complete.resolve("files"));
    Path bare = remote.fetch(scratch, entry.commit());
    check(call(bare, "ls-tree", "-r", "-l", "-z", entry.commit()));
    call(bare, "read-tree", entry.commit());
    call(
        bare,
        "--git-dir=" + bare,
        "--work-tree=" + files,
        "-c",
        "core.bare=false",
        "checkout-index",
        "--all",
        "--force",
        "--quiet");
    List<String> links = Contents.leadingOut(files);
    if (!links.isEmpty()) {
      throw Problems.leadsOut(reference, links.subList(0, Math.min(MOST_LINKS, links.size())));
    }
    CacheEntry.Marker marker =
        new CacheEntry.Marker(
            entry.address(), entry.commit(), Contents.of(files), Contents.digest(files));
    marker.write(complete);
    Cache.createPrivate(entry.folder().getParent());
    Files.move(complete, entry.folder(), StandardCopyOption.ATOMIC_MOVE);
    return marker;
  }

  /// Checks what will be written before any of it is.
  private void check(String tree) {
    long bytes = 0;
    int files = 0;
    for (int at = 0; at < tree.length(); ) {
      int end = tree.indexOf('\0', at);
      int tab = tree.indexOf('\t', at);
      if (end < 0 || tab < 0 || tab > end) {
        return;
      }
      String size = tree.substring(tree.lastIndexOf(' ', tab) + 1, tab);
      bytes += size.equals("-") ? 0 : Long.parseLong(size);
      files++;
      at = end + 1;
    }
    if (files > bounds.files()) {
      throw Problems.tooLarge(reference, files + " files", String.valueOf(bounds.files()));
    }
    if (bytes > bounds.bytes()) {
      String most = DataSizes.shown(bounds.bytes());
      throw Problems.tooLarge(reference, "files of " + DataSizes.shown(bytes), most);
    }
  }

  private String call(Path bare, String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    Git.Answer answer = git.run(bare, "", bounds.fetching(), () -> false, all);
    if (!answer.succeeded()) {
      throw new IOException("git " + arguments[0] + ": " + Refusal.of(answer).said());
    }
    return answer.output();
  }
}
