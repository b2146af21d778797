// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A process as the kernel shows it.
///
/// @param pid its number; with `started` it is unique
/// @param parent its parent
/// @param session the session it is in
/// @param started when it started, in clock ticks since the machine did
/// @param zombie whether it has ended and only waits to be asked for
record ProcessEntry(long pid, long parent, long session, long started, boolean zombie) {

  /// The name of a process that no later one can have.
  record Key(long pid, long started) {}

  private static final Path PROC = Path.of("/proc");

  Key key() {
    return new Key(pid, started);
  }

  /// Returns it, or null if there is no such process.
  static @Nullable ProcessEntry of(long pid) {
    byte[] stat = read(pid, "stat");
    return stat == null ? null : parse(pid, new String(stat, StandardCharsets.ISO_8859_1));
  }

  /// Returns all that this process can see.
  static List<ProcessEntry> all() {
    List<ProcessEntry> entries = new ArrayList<>();
    String[] names = PROC.toFile().list();
    if (names != null) {
      for (String name : names) {
        ProcessEntry entry = isNumber(name) ? of(Long.parseLong(name)) : null;
        if (entry != null) {
          entries.add(entry);
        }
      }
    }
    return entries;
  }

  private static boolean isNumber(String name) {
    return name.charAt(0) >= '1' && name.charAt(0) <= '9';
  }

  /// Reads one line of `/proc/PID/stat`. The second field is the program's name in parentheses and
  /// may hold anything, parentheses too; the rest is separated by blanks (proc_pid_stat(5)).
  private static ProcessEntry parse(long pid, String stat) {
    String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    char state = rest[0].charAt(0);
    return new ProcessEntry(
        pid,
        Long.parseLong(rest[1]),
        Long.parseLong(rest[3]),
        Long.parseLong(rest[19]),
        state == 'Z' || state == 'X');
  }

  /// Returns whether it was started with `variable`, as `NAME=value`.
  boolean startedWith(String variable) {
    byte[] block = read(pid, "environ");
    if (block == null) {
      return false;
    }
    String text = new String(block, StandardCharsets.ISO_8859_1);
    return text.startsWith(variable + "\0") || text.contains("\0" + variable + "\0");
  }

  /// Returns whether it works in `folder` or below.
  boolean worksBelow(Path folder) {
    try {
      return Files.readSymbolicLink(PROC.resolve(Long.toString(pid)).resolve("cwd"))
          .startsWith(folder);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static byte @Nullable [] read(long pid, String name) {
    try {
      return Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(name));
    } catch (IOException e) {
      return null;
    }
  }
}
