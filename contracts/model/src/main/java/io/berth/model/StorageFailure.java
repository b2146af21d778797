// SPDX-License-Identifier: Apache-2.0
package io.berth.model;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Tells a full disk from the other ways in which files fail.
public final class StorageFailure {

  private StorageFailure() {}

  /// Returns the failure of something that Berth keeps in files: B3020 if there is no room, B3021
  /// otherwise.
  ///
  /// @param doing what was being done, as `begin a run`
  /// @param where the file or folder it was done to
  /// @param variable the variable by which the user can name another folder
  /// @param cause what the operating system said
  public static BerthException of(String doing, Path where, String variable, IOException cause) {
    String reason = String.valueOf(cause.getMessage());
    BerthError error =
        code(cause) == ErrorCode.STORAGE_FULL
            ? BerthError.of(
                ErrorCode.STORAGE_FULL,
                "there is no room left to " + doing + " in `" + where + "`",
                "Free some room there, or name a folder on another disk in " + variable + ".")
            : BerthError.of(
                ErrorCode.STORAGE_FAILED,
                "cannot " + doing + " in `" + where + "`: " + reason(cause, reason),
                "Make the folder readable and writable for you, or name another in "
                    + variable
                    + ".");
    return new BerthException(error, cause);
  }

  /// Returns whether there is no room, B3020, or something else is wrong, B3021.
  public static ErrorCode code(IOException cause) {
    String reason = String.valueOf(cause.getMessage());
    boolean isFull =
        reason.contains("No space left")
            || reason.contains("not enough space")
            || reason.contains("quota exceeded");
    return isFull ? ErrorCode.STORAGE_FULL : ErrorCode.STORAGE_FAILED;
  }

  private static String reason(IOException cause, String message) {
    return switch (cause) {
      case AccessDeniedException _ -> "permission denied for " + message;
      case NoSuchFileException _ -> "there is no " + message;
      case FileAlreadyExistsException _ -> message + " is not a folder";
      case IOException _ -> message;
    };
  }
}
