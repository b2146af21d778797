// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.ActionReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which commit each ref named, and the digest of its files, when somebody last looked: a file to
/// be committed beside the workflows. A line is `owner/repository@ref COMMIT DIGEST`.
///
/// @param entries what is locked, by `owner/repository@ref`
public record LockFile(Map<String, Locked> entries) {

  private static final String HEADER =
      "# The actions that the workflows of this repository use: reference, commit, digest.\n";

  public LockFile {
    entries = Collections.unmodifiableMap(new TreeMap<>(entries));
  }

  /// What a ref stands for.
  ///
  /// @param commit the commit
  /// @param digest `sha256:` and the digest of all files
  public record Locked(String commit, String digest) {}

  /// Returns what a reference stands for, or empty if it is not locked.
  public Optional<Locked> find(ActionReference.Repository reference) {
    return Optional.ofNullable(entries.get(key(reference)));
  }

  static String key(ActionReference.Repository reference) {
    return reference.repository() + "@" + reference.ref();
  }

  /// Reads a lock file.
  ///
  /// @throws BerthException B2002 if a line is not understood, with all such lines; B2003 if the
  ///     file cannot be read
  public static LockFile read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.FILE_UNREADABLE, "the lock file `" + file + "` cannot be read", null),
          e);
    }
    Map<String, Locked> entries = new TreeMap<>();
    List<BerthError> errors = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.split(" +", -1);
      boolean understood =
          words.length == 3 && Refs.isCommit(words[1]) && words[2].startsWith("sha256:");
      if (understood && entries.put(words[0], new Locked(words[1], words[2])) == null) {
        continue;
      }
      errors.add(
          new BerthError(
              ErrorCode.CONFIGURATION_INVALID,
              understood
                  ? "`" + words[0] + "` is locked twice"
                  : "this line is no reference, commit and digest",
              "Write the lock file anew with `berth lock`.",
              new SourceSpan(file.toString(), i + 1, 1, Math.max(1, line.length())),
              List.of()));
    }
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
    return new LockFile(entries);
  }

  /// Writes a lock file, at once or not at all.
  ///
  /// @throws BerthException B3020 or B3021 if there is no room or no permission
  public void write(Path file) {
    StringBuilder text = new StringBuilder(HEADER);
    entries.forEach(
        (reference, locked) ->
            text.append(reference)
                .append(' ')
                .append(locked.commit())
                .append(' ')
                .append(locked.digest())
                .append('\n'));
    Path absolute = file.toAbsolutePath();
    Path beside = absolute.resolveSibling(absolute.getFileName() + ".new");
    try {
      Files.writeString(beside, text);
      Files.move(beside, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Storage.failure("write the lock file", absolute, e);
    }
  }
}
