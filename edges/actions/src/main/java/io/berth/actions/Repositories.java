// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.actions.Actions.Wanted;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.workflow.ActionReference.Repository;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Repositories from which several files are read: each is opened once, so that a ref stands for
/// the same commit throughout. They are kept until this is closed; one thread uses it.
public final class Repositories implements AutoCloseable {

  private final ActionStore store;
  private final Map<String, ActionFolder> opened = new LinkedHashMap<>();

  public Repositories(ActionStore store) {
    this.store = store;
  }

  /// Reads a file, for example a workflow that a job calls.
  ///
  /// @param wanted the file: the path of its reference is that of the file
  /// @throws BerthException B1009 if there is no such file, else as [ActionStore#open], each error
  ///     at the place that asks
  public CalledFile read(Wanted wanted) throws InterruptedException {
    Repository file = wanted.reference();
    try {
      String key = LockFile.key(file);
      ActionFolder folder = opened.get(key);
      if (folder == null) {
        folder = store.open(file);
        opened.put(key, folder);
      }
      byte[] content = folder.read(file.path()).orElseThrow(() -> missing(file));
      return new CalledFile(folder.commit(), content);
    } catch (IOException e) {
      throw Storage.failure("read `" + file + "`", store.folder(), e);
    } catch (BerthException e) {
      throw new BerthException(Problems.placed(e.errors(), wanted.where()), e);
    }
  }

  /// A file of a repository.
  ///
  /// @param commit its commit, or an empty text if a folder of the user stands in
  /// @param content what it holds
  @SuppressWarnings("ArrayRecordComponent")
  public record CalledFile(String commit, byte[] content) {}

  private static BerthException missing(Repository file) {
    return new BerthException(
        BerthError.of(
            ErrorCode.ACTION_NOT_FOUND,
            "`" + LockFile.key(file) + "` has no file `" + file.path() + "`",
            "Give the path from the root of that repository."));
  }

  @Override
  public void close() {
    opened.values().forEach(ActionFolder::close);
    opened.clear();
  }
}
