// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a step wrote to one of its command files: `GITHUB_ENV`, `GITHUB_OUTPUT`, `GITHUB_STATE`,
/// `GITHUB_PATH`, `GITHUB_STEP_SUMMARY`.
public final class CommandFile {

  /// The most that a summary may hold, in bytes.
  public static final int LARGEST_SUMMARY = 1 << 20;

  private static final String BLOCKED_VARIABLE = "NODE_OPTIONS";

  private CommandFile() {}

  /// A name and its value.
  public record Entry(String name, String value) {}

  /// What names and values a file gives.
  public sealed interface Entries {

    /// Returns those that count, in the order of the file. The last of a name wins.
    List<Entry> entries();

    /// The whole file was understood.
    record Complete(List<Entry> entries) implements Entries {
      public Complete {
        entries = List.copyOf(entries);
      }
    }

    /// The file breaks the rules somewhere: the step fails, but what stands before counts.
    ///
    /// @param entries what stands before
    /// @param problem what is wrong
    record Broken(List<Entry> entries, String problem) implements Entries {
      public Broken {
        entries = List.copyOf(entries);
      }
    }
  }

  /// What a summary is.
  public sealed interface Summary {

    /// The step wrote none.
    record None() implements Summary {}

    /// A summary to keep.
    ///
    /// @param markdown its text, masked
    record Kept(String markdown) implements Summary {}

    /// A summary that is not kept. The step does not fail.
    ///
    /// @param problem why
    record Refused(String problem) implements Summary {}
  }

  /// Returns the text of the error that stands above the problem of a broken file.
  ///
  /// @param command the word that names the file: `env`, `output`, `state`, `path`
  public static String failure(String command) {
    return "Unable to process file command '" + command + "' successfully.";
  }

  /// Returns the problem to report for each variable of `GITHUB_ENV` that a step may not set. The
  /// step does not fail.
  public static List<String> refusals(List<Entry> env) {
    var refusals = new ArrayList<String>();
    for (Entry entry : env) {
      if (isBlocked(entry)) {
        refusals.add(
            "Can't store " + BLOCKED_VARIABLE + " output parameter using '$GITHUB_ENV' command.");
      }
    }
    return List.copyOf(refusals);
  }

  /// Returns whether `GITHUB_ENV` may not set this variable.
  public static boolean isBlocked(Entry entry) {
    return entry.name().equalsIgnoreCase(BLOCKED_VARIABLE);
  }

  /// Reads `NAME=VALUE` lines and `NAME<<DELIMITER` blocks.
  ///
  /// @param content the bytes of the file
  public static Entries entries(byte[] content) {
    return new EntryReader(FileText.decode(content)).read();
  }

  /// Reads the folders of `GITHUB_PATH`, in the order of the file: each goes in front of those
  /// before it.
  public static List<String> folders(byte[] content) {
    var folders = new ArrayList<String>();
    for (String line : FileText.decode(content).lines().toList()) {
      if (!line.isEmpty()) {
        folders.add(line);
      }
    }
    return List.copyOf(folders);
  }

  /// Reads a summary.
  ///
  /// @param content the bytes of the file, at least [#LARGEST_SUMMARY] of them if it is larger
  /// @param size the size of the whole file in bytes
  public static Summary summary(byte[] content, long size, Masker masker) {
    if (size == 0) {
      return new Summary.None();
    }
    if (size > LARGEST_SUMMARY) {
      return new Summary.Refused(
          "$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of %dk, got %dk."
              .formatted(LARGEST_SUMMARY / 1024, size / 1024));
    }
    return new Summary.Kept(masker.mask(FileText.decode(content)));
  }

  /// Reads one file of names and values.
  private static final class EntryReader {

    private final String text;
    private final List<Entry> entries = new ArrayList<>();
    private int position;

    EntryReader(String text) {
      this.text = text;
    }

    Entries read() {
      while (position < text.length()) {
        String line = nextLine();
        String problem = line.isEmpty() ? null : readEntry(line);
        if (problem != null) {
          return new Entries.Broken(entries, problem);
        }
      }
      return new Entries.Complete(entries);
    }

    private String nextLine() {
      int end = text.indexOf('\n', position);
      String line = text.substring(position, end < 0 ? text.length() : end);
      position = end < 0 ? text.length() : end + 1;
      return line;
    }

    private boolean endsWithLineFeed() {
      return text.charAt(position - 1) == '\n';
    }

    /// Returns the problem with an entry, or `null` if there is none.
    private @Nullable String readEntry(String line) {
      int equals = line.indexOf('=');
      int block = line.indexOf("<<");
      if (block >= 0 && (equals < 0 || block < equals)) {
        return readBlock(line, line.substring(0, block), line.substring(block + 2));
      }
      if (equals < 0) {
        return "Invalid format '" + line + "'";
      }
      if (equals == 0) {
        return "Invalid format '" + line + "'. Name must not be empty";
      }
      entries.add(new Entry(line.substring(0, equals), line.substring(equals + 1)));
      return null;
    }

    private @Nullable String readBlock(String line, String name, String delimiter) {
      if (name.isEmpty() || delimiter.isEmpty()) {
        return "Invalid format '"
            + line
            + "'. Name must not be empty and delimiter must not be empty";
      }
      int start = position;
      int end = start;
      while (position < text.length()) {
        int lineStart = position;
        if (nextLine().equals(delimiter)) {
          entries.add(new Entry(name, text.substring(start, Math.max(start, end))));
          return null;
        }
        if (!endsWithLineFeed()) {
          return "Invalid value. EOF marker missing new line.";
        }
        end = Math.max(lineStart, position - 1);
      }
      return "Invalid value. Matching delimiter not found '" + delimiter + "'";
    }
  }
}
