// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the file that `add-matcher` names: `{"problemMatcher": [{"owner": …, "pattern": […]}]}`.
public final class MatcherFile {

  /// How many bytes of a file are read.
  public static final int LARGEST = 1 << 20;

  private static final int MOST = 100;
  private static final int LONGEST_PATTERN = 10_000;
  private static final String LIST = "problemMatcher";

  private final List<String> problems = new ArrayList<>();
  private final List<Definition> definitions = new ArrayList<>();

  private MatcherFile() {}

  /// One matcher of a file.
  ///
  /// @param owner its name, not empty
  /// @param json what the file says about it
  public record Definition(String owner, String json) {}

  /// What a file holds.
  ///
  /// @param definitions its matchers; none if there are problems
  /// @param problems what is wrong, one sentence each
  public record Read(List<Definition> definitions, List<String> problems) {
    public Read {
      definitions = List.copyOf(definitions);
      problems = List.copyOf(problems);
    }
  }

  /// Reads a file and says everything that is wrong with it.
  ///
  /// @param text its content
  public static Read read(String text) {
    var file = new MatcherFile();
    try {
      file.read(Json.parse(text.startsWith("\uFEFF") ? text.substring(1) : text));
    } catch (JsonException e) {
      file.problems.add("It is no JSON: " + e.getMessage() + ".");
    }
    return new Read(file.problems.isEmpty() ? file.definitions : List.of(), file.problems);
  }

  /// Reads a definition that was found to be right.
  static ProblemMatcher matcher(Definition definition) {
    var file = new MatcherFile();
    ProblemMatcher matcher = file.matcher(Json.parse(definition.json()), LIST);
    if (matcher == null) {
      throw new IllegalArgumentException(file.problems.toString());
    }
    return matcher;
  }

  private void read(Value document) {
    Value list =
        document instanceof Value.ObjectValue object
            ? object.member(LIST).orElse(Value.NULL)
            : Value.NULL;
    if (!(list instanceof Value.ArrayValue(var items))) {
      problems.add("`" + LIST + "` is missing: a list of matchers was expected.");
      return;
    }
    if (items.size() > MOST) {
      problems.add(
          "`" + LIST + "` has " + items.size() + " matchers: at most " + MOST + " are allowed.");
      return;
    }
    Map<String, String> owners = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      String where = LIST + "[" + i + "]";
      ProblemMatcher matcher = matcher(items.get(i), where);
      if (matcher == null) {
        continue;
      }
      definitions.add(new Definition(matcher.owner(), matcher.definition()));
      String other = owners.put(matcher.owner().toLowerCase(Locale.ROOT), where);
      if (other != null) {
        problem(where + ".owner", "is `" + matcher.owner() + "`, as in `" + other + "`");
      }
    }
  }

  private void problem(String where, String what) {
    problems.add("`" + where + "` " + what + ".");
  }

  private @Nullable ProblemMatcher matcher(Value value, String where) {
    if (!(value instanceof Value.ObjectValue object)) {
      problem(where, "is no object with `owner` and `pattern`");
      return null;
    }
    int before = problems.size();
    String owner = text(object, "owner", where);
    if (owner.isBlank() && before == problems.size()) {
      problem(where + ".owner", "is missing: each matcher needs a name");
    }
    String severity = text(object, "severity", where).toLowerCase(Locale.ROOT);
    if (!severity.isEmpty() && Matching.level(severity) == null) {
      problem(where + ".severity", "is `" + severity + "`, and not `error`, `warning` or `notice`");
    }
    String fromPath = text(object, "fromPath", where);
    List<LinePattern> patterns = patterns(object, where);
    return problems.size() > before
        ? null
        : new ProblemMatcher(owner, severity, fromPath, patterns, Json.print(value));
  }

  private List<LinePattern> patterns(Value.ObjectValue matcher, String where) {
    List<LinePattern> patterns = new ArrayList<>();
    Value list = matcher.member("pattern").orElse(Value.NULL);
    if (!(list instanceof Value.ArrayValue(var items)) || items.isEmpty()) {
      problem(where + ".pattern", "is no list with at least one pattern");
      return patterns;
    }
    if (items.size() > MOST) {
      problem(where + ".pattern", "has more than " + MOST + " patterns");
      return patterns;
    }
    int before = problems.size();
    Map<String, String> set = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      var reader = new PatternReader(where + ".pattern[" + i + "]", set);
      LinePattern pattern = reader.read(items.get(i), i == 0, i == items.size() - 1);
      if (pattern != null) {
        patterns.add(pattern);
      }
    }
    if (problems.size() == before && !set.containsKey("message")) {
      problem(where + ".pattern", "has no pattern with `message`: one must say what is wrong");
    }
    return patterns;
  }

  private String text(Value.ObjectValue object, String name, String where) {
    Value value = object.member(name).orElse(Value.NULL);
    if (value instanceof Value.StringValue(var text)) {
      return text;
    }
    if (!value.equals(Value.NULL)) {
      problem(where + "." + name, "is no text");
    }
    return "";
  }

  /// Reads one pattern.
  private final class PatternReader {

    private final String where;
    private final Map<String, String> set;
    private int groups;

    /// @param set which properties the patterns before it set, and where
    PatternReader(String where, Map<String, String> set) {
      this.where = where;
      this.set = set;
    }

    @Nullable LinePattern read(Value value, boolean first, boolean last) {
      if (!(value instanceof Value.ObjectValue object)) {
        problem(where, "is no object with `regexp`");
        return null;
      }
      Regexp regexp = regexp(text(object, "regexp", where));
      boolean loop = object.member("loop").orElse(Value.NULL).truthy();
      var pattern =
          regexp == null
              ? null
              : new LinePattern(
                  regexp,
                  group(object, "file"),
                  group(object, "line"),
                  group(object, "column"),
                  group(object, "severity"),
                  group(object, "code"),
                  group(object, "message"),
                  group(object, "fromPath"),
                  loop);
      if (loop && (first || !last)) {
        problem(where + ".loop", "may be set for the last of several patterns only");
      } else if (loop && pattern != null && pattern.message() == LinePattern.NONE) {
        problem(where + ".loop", "needs `message` in the same pattern");
      }
      return pattern;
    }

    private @Nullable Regexp regexp(String source) {
      if (source.isEmpty() || source.length() > LONGEST_PATTERN) {
        problem(
            where + ".regexp",
            source.isEmpty() ? "is missing" : "is longer than " + LONGEST_PATTERN + " characters");
        return null;
      }
      try {
        Regexp regexp = Regexp.of(source);
        groups = regexp.groups();
        return regexp;
      } catch (RegexpException e) {
        problem(where + ".regexp", "has " + e.getMessage());
        return null;
      }
    }

    private int group(Value.ObjectValue object, String name) {
      Value value = object.member(name).orElse(Value.NULL);
      if (value.equals(Value.NULL)) {
        return LinePattern.NONE;
      }
      double number = value.asNumber();
      if (!(number >= 0 && number <= groups) || number != Math.rint(number)) {
        problem(
            where + "." + name,
            "is " + Json.print(value) + ", and `regexp` has the groups 0 to " + groups);
        return LinePattern.NONE;
      }
      String other = set.put(name, where);
      if (other != null) {
        problem(where + "." + name, "is set already by `" + other + "`");
      }
      return (int) number;
    }
  }
}
