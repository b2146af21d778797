// SPDX-License-Identifier: Apache-2.0
package io.berth.store;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;

/// Tells a full disk from the other ways in which files fail.
final class StorageFailure {

  private StorageFailure() {}

  /// @param doing what was being done, as `begin a run`
  static BerthException of(String doing, Path file, IOException cause) {
    String reason = String.valueOf(cause.getMessage());
    boolean isFull =
        reason.contains("No space left")
            || reason.contains("not enough space")
            || reason.contains("quota exceeded");
    BerthError error =
        isFull
            ? BerthError.of(
                ErrorCode.STORAGE_FULL,
                "there is no room left to " + doing + " in `" + file + "`",
                "Free some room there, or name a folder on another disk in XDG_STATE_HOME.")
            : BerthError.of(
                ErrorCode.STORAGE_FAILED,
                "cannot " + doing + " in `" + file + "`: " + reason(cause, reason),
                "Make the folder readable and writable for you, or name another in XDG_STATE_HOME.");
    return new BerthException(error, cause);
  }

  private static String reason(IOException cause, String message) {
    return switch (cause) {
      case java.nio.file.AccessDeniedException e -> "permission denied for " + message;
      case java.nio.file.NoSuchFileException e -> "there is no " + message;
      case java.nio.file.FileAlreadyExistsException e -> message + " is not a folder";
      default -> message;
    };
  }
}
