// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the token of a job may do.
///
/// @param levels the level of every permission that is above none, by name
public record Permissions(Map<String, Level> levels) {

  private static final List<String> ALL =
      List.of(
          "actions",
          "checks",
          "contents",
          "deployments",
          "discussions",
          "issues",
          "packages",
          "pages",
          "pull-requests",
          "repository-projects",
          "statuses",
          "security-events",
          "id-token");

  /// All may be read.
  public static final Permissions READ_ALL = all(Level.READ);

  /// All may be written.
  public static final Permissions WRITE_ALL = all(Level.WRITE);

  /// What a job has where a repository restricts tokens and a workflow says nothing.
  public static final Permissions LIMITED =
      new Permissions(Map.of("contents", Level.READ, "packages", Level.READ));

  public Permissions {
    TreeMap<String, Level> granted = new TreeMap<>(levels);
    granted.values().removeIf(level -> level == Level.NONE);
    levels = Collections.unmodifiableMap(granted);
  }

  /// How much is permitted.
  public enum Level {
    /// Nothing.
    NONE("none"),
    /// To read.
    READ("read"),
    /// To read and write.
    WRITE("write");

    private final String word;

    Level(String word) {
      this.word = word;
    }

    /// Returns the word of the workflow language.
    public String word() {
      return word;
    }

    private static Level of(String word) {
      return switch (word) {
        case "read" -> READ;
        case "write" -> WRITE;
        default -> NONE;
      };
    }
  }

  /// Returns what a `permissions` says, or `null` if there is none.
  public static @Nullable Permissions of(@Nullable Template template) {
    if (template == null) {
      return null;
    }
    if (template instanceof Template.Literal word) {
      return word.value().asString().equals("write-all") ? WRITE_ALL : READ_ALL;
    }
    Members members = Members.of(template);
    Map<String, Level> levels = new TreeMap<>();
    for (String name : members.entries().keySet()) {
      String level = members.text(name);
      levels.put(name, Level.of(level == null ? "none" : level));
    }
    return new Permissions(levels);
  }

  /// Returns what is wrong with a workflow or job that is called and asks for more than its caller
  /// has, or `null` if nothing is.
  ///
  /// @param caller the job that calls
  /// @param asking who asks, in the words of GitHub: `The workflow 'x'` or `The nested job 'y'`
  /// @param asked what it asks for
  public @Nullable BerthError refusal(Job.Call caller, String asking, Permissions asked) {
    StringBuilder wanted = new StringBuilder();
    StringBuilder allowed = new StringBuilder();
    for (String name : order(asked)) {
      Level level = asked.level(name);
      if (level.compareTo(level(name)) > 0) {
        append(wanted, name, level);
        append(allowed, name, level(name));
      }
    }
    if (wanted.isEmpty()) {
      return null;
    }
    String problem =
        "Error calling workflow '"
            + caller.uses().source()
            + "'. "
            + asking
            + " is requesting '"
            + wanted
            + "', but is only allowed '"
            + allowed
            + "'.";
    return new BerthError(
        ErrorCode.WORKFLOW_INVALID,
        problem,
        "Give the calling job these `permissions`.",
        caller.head().span(),
        List.of());
  }

  /// Returns the level of one permission.
  public Level level(String name) {
    return levels.getOrDefault(name, Level.NONE);
  }

  private static List<String> order(Permissions permissions) {
    List<String> names = new java.util.ArrayList<>(ALL);
    for (String name : permissions.levels.keySet()) {
      if (!names.contains(name)) {
        names.add(name);
      }
    }
    return names;
  }

  private static void append(StringBuilder text, String name, Level level) {
    text.append(text.isEmpty() ? "" : ", ").append(name).append(": ").append(level.word());
  }

  private static Permissions all(Level level) {
    Map<String, Level> levels = new TreeMap<>();
    for (String name : ALL) {
      levels.put(name, level);
    }
    return new Permissions(levels);
  }
}
