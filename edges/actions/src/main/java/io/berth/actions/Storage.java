// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;

/// Tells a full disk from the other ways in which the cache fails.
final class Storage {

  private Storage() {}

  /// @param doing what was being done, as `fetch acme/tools@v1`
  static BerthException failure(String doing, Path folder, IOException cause) {
    String reason = String.valueOf(cause.getMessage());
    boolean full = reason.contains("No space left") || reason.contains("quota exceeded");
    BerthError error =
        full
            ? BerthError.of(
                ErrorCode.STORAGE_FULL,
                "there is no room left to " + doing + " in `" + folder + "`",
                "Free some room there, or name a folder on another disk in XDG_CACHE_HOME.")
            : BerthError.of(
                ErrorCode.STORAGE_FAILED,
                "cannot " + doing + " in `" + folder + "`: " + reason(cause, reason),
                "Make the folder readable and writable for you, or name another in XDG_CACHE_HOME.");
    return new BerthException(error, cause);
  }

  private static String reason(IOException cause, String message) {
    return switch (cause) {
      case java.nio.file.AccessDeniedException _ -> "permission denied for " + message;
      case java.nio.file.NoSuchFileException _ -> "there is no " + message;
      case IOException _ -> message;
    };
  }
}
