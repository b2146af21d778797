// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Value;
import io.berth.workflow.Definition.Shape;
import io.berth.workflow.Schema.Alternative;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// How scalars and the forms that they should have are called.
final class ScalarShapes {

  private ScalarShapes() {}

  /// Returns what people call a scalar.
  static String describe(Value value, String source) {
    return switch (value) {
      case Value.NullValue() -> "nothing";
      case Value.StringValue(String text) when text.isEmpty() -> "an empty text";
      case Value other -> "`" + firstLine(source) + "`";
    };
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end);
    return line.length() > 60 ? line.substring(0, 57) + "..." : line;
  }

  /// Returns all words that some alternatives allow.
  static List<String> words(List<Alternative> alternatives) {
    List<String> words = new ArrayList<>();
    for (Alternative alternative : alternatives) {
      if (alternative.definition().shape() instanceof Shape.Words(List<String> allowed)) {
        words.addAll(allowed);
      }
    }
    return words;
  }

  /// Returns what people call that which some alternatives allow: `a text or a list`.
  static String wanted(List<Alternative> alternatives) {
    Set<String> nouns = new LinkedHashSet<>();
    for (Alternative alternative : alternatives) {
      nouns.add(noun(alternative.definition().shape()));
    }
    nouns.remove("");
    List<String> all = List.copyOf(nouns);
    int last = all.size() - 1;
    return last < 1
        ? String.join("", all)
        : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
  }

  private static String noun(Shape shape) {
    return switch (shape) {
      case Shape.Null() -> "";
      case Shape.Truth() -> "`true` or `false`";
      case Shape.Numeric number when number.integer() -> "a whole number above zero";
      case Shape.Numeric number -> "a number";
      case Shape.Text text -> "a text";
      case Shape.Words(List<String> words) ->
          (words.size() > 1 ? "one of " : "") + "`" + String.join("`, `", words) + "`";
      case Shape.Items items -> "a list";
      case Shape.Fields fields -> "a mapping";
      case Shape.OneOf oneOf -> throw new IllegalStateException("one-ofs are resolved");
    };
  }
}
