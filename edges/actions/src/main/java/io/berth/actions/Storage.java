// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.model.BerthException;
import io.berth.model.StorageFailure;
import java.io.IOException;
import java.nio.file.Path;

/// How the cache fails, and which variable names another folder.
final class Storage {

  private Storage() {}

  /// @param doing what was being done, as a verb and its object
  static BerthException failure(String doing, Path where, IOException cause) {
    return StorageFailure.of(doing, where, "XDG_CACHE_HOME", cause);
  }
}
