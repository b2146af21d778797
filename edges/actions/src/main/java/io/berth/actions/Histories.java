// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.actions.WorkingCopy.Wanted;
import io.berth.workflow.ActionReference.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/// The history of one other repository, kept beside the files of actions: an entry whose files are
/// a bare repository. What was fetched with a token is found only with the same one.
record Histories(ActionStore store, Repository reference, Sources sources, Remote remote) {

  ActionFolder open(String commit, Wanted wanted, String token)
      throws IOException, InterruptedException {
    Cache cache = store.cache();
    String kind = "#git-" + wanted.depth() + (wanted.tags() ? "-tags" : "");
    String right = token.isEmpty() ? "" : "-" + UUID.nameUUIDFromBytes(token.getBytes(UTF_8));
    CacheEntry entry = cache.entry(sources.address(reference) + kind + right, commit);
    try (Cache.Hold _ = cache.hold(entry)) {
      CacheEntry.Marker marker = entry.read();
      if (marker == null) {
        fetch(entry, wanted);
      }
      entry.use(store.pace().instant());
      return new ActionFolder(entry.files(), commit, "", entry.lease());
    }
  }

  private void fetch(CacheEntry entry, Wanted wanted) throws IOException, InterruptedException {
    Cache cache = store.cache();
    if (store.isOffline()) {
      throw Problems.notThereOffline(
          reference, "commit " + entry.commit() + " is not there with this history");
    }
    if (Files.exists(entry.folder())) {
      cache.remove(entry);
    }
    cache.sweep(store.pace().instant());
    Path scratch = cache.scratch();
    try {
      Path complete = Files.createDirectory(scratch.resolve("entry"));
      Path bare = remote.fetch(scratch, entry.commit(), wanted.depth(), wanted.tags());
      Path files = Files.move(bare, complete.resolve("files"));
      new CacheEntry.Marker(entry.address(), entry.commit(), Contents.of(files), "-")
          .write(complete);
      Cache.createPrivate(entry.folder().getParent());
      Files.move(complete, entry.folder(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Cache.delete(scratch);
    }
  }
}
