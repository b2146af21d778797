// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Names;
import io.berth.workflow.Definition.Field;
import io.berth.workflow.Definition.Filling;
import io.berth.workflow.Definition.Others;
import io.berth.workflow.Definition.Reading;
import io.berth.workflow.Definition.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads schemas in the format that [GitHubSchema] explains. As that happens at every start, a
/// schema is cut into definitions at once, and a definition is parsed when it is first asked for.
final class SchemaText {

  private final Map<String, List<String>> sections = new HashMap<>();
  private final Map<String, List<String>> aliases = new HashMap<>();

  /// A definition of which not all lines have been read.
  private static final class Draft {
    final String kind;
    final Set<String> flags;
    final String noun;
    final Map<String, Field> fields = new LinkedHashMap<>();
    final List<String> words = new ArrayList<>();
    @Nullable Others others;
    @Nullable List<String> names;

    Draft(String kind, Set<String> flags, String noun) {
      this.kind = kind;
      this.flags = flags;
      this.noun = noun;
    }
  }

  /// @param texts the schemas, of which later ones change earlier ones
  SchemaText(String... texts) {
    for (String text : texts) {
      cut(text);
    }
  }

  /// Cuts a schema into its definitions: a line that is not indented and those below it that are.
  private void cut(String text) {
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start) + 1;
      char first = text.charAt(start);
      if (first == '\n') {
        start = end;
        continue;
      }
      while (end < text.length() && text.charAt(end) == ' ') {
        end = text.indexOf('\n', end) + 1;
      }
      add(text.substring(start, end));
      start = end;
    }
  }

  private void add(String section) {
    String name = section.substring(0, section.indexOf(' '));
    if (name.equals("alias")) {
      List<String> words = split(section.strip());
      aliases.put(words.get(1), words.subList(2, words.size()));
    } else if (name.equals("extend")) {
      String extended = section.substring(name.length() + 1, section.indexOf('\n'));
      List<String> changed = new ArrayList<>(sections.getOrDefault(extended, List.of()));
      changed.add(section);
      sections.put(extended, changed);
    } else {
      sections.put(name, List.of(section));
    }
  }

  /// Returns a definition, or `null` if there is none of this name.
  @Nullable Definition definition(String name) {
    List<String> texts = sections.get(name);
    if (texts == null) {
      return null;
    }
    Draft draft = draft(texts.get(0));
    for (String text : texts) {
      readMembers(draft, text);
    }
    return new Definition(name, draft.names == null ? null : names(draft.names), shape(draft));
  }

  private static Draft draft(String section) {
    String header = section.substring(0, section.indexOf('\n'));
    int quote = header.indexOf('"');
    List<String> words = split(quote < 0 ? header : header.substring(0, quote));
    String noun = quote < 0 ? "" : header.substring(quote + 1, header.length() - 1);
    return new Draft(words.get(1), new HashSet<>(words.subList(2, words.size())), noun);
  }

  private static void readMembers(Draft draft, String section) {
    int start = section.indexOf('\n') + 1;
    while (start < section.length()) {
      int end = section.indexOf('\n', start);
      readMember(draft, split(section.substring(start, end)));
      start = end + 1;
    }
  }

  private static void readMember(Draft draft, List<String> words) {
    List<String> rest = words.subList(1, words.size());
    switch (words.get(0)) {
      case "@" -> {
        List<String> names = draft.names == null ? new ArrayList<>() : draft.names;
        names.addAll(rest);
        draft.names = names;
      }
      case "*" -> draft.others = new Others(rest.get(0), rest.get(1));
      case "-", "|", "=" -> draft.words.addAll(rest);
      default -> {
        String key = words.get(0);
        boolean required = key.endsWith("!");
        String name = required ? key.substring(0, key.length() - 1) : key;
        draft.fields.put(name, new Field(rest.get(0), required));
      }
    }
  }

  private static Shape shape(Draft draft) {
    boolean nonEmpty = draft.flags.contains("non-empty");
    return switch (draft.kind) {
      case "null" -> new Shape.Null();
      case "boolean" -> new Shape.Truth();
      case "number" ->
          new Shape.Numeric(draft.flags.contains("integer"), draft.flags.contains("positive"));
      case "string" -> new Shape.Text(nonEmpty, reading(draft.flags));
      case "values" -> new Shape.Words(List.copyOf(draft.words));
      case "sequence" -> new Shape.Items(draft.words.get(0), filling(draft.flags));
      case "one-of" -> new Shape.OneOf(List.copyOf(draft.words));
      case "mapping" ->
          new Shape.Fields(
              draft.noun,
              draft.fields,
              draft.others,
              filling(draft.flags),
              draft.flags.contains("lenient"));
      default -> throw new IllegalStateException("the schema has no kind " + draft.kind);
    };
  }

  private static Filling filling(Set<String> flags) {
    if (flags.contains("non-empty")) {
      return Filling.REQUIRED;
    }
    return flags.contains("filled") ? Filling.MEANT : Filling.FREE;
  }

  private static Reading reading(Set<String> flags) {
    if (flags.contains("condition")) {
      return Reading.CONDITION;
    }
    return flags.contains("expression") ? Reading.EXPRESSION : Reading.LITERAL;
  }

  /// Reads names of contexts, `github`, and of functions with their arity, `hashFiles(1,255)`.
  private Names names(List<String> words) {
    Set<String> contexts = new HashSet<>();
    Map<String, Names.Arity> functions = new HashMap<>();
    for (String word : words) {
      int open = word.indexOf('(');
      if (open < 0) {
        contexts.add(word);
        contexts.addAll(aliases.getOrDefault(word, List.of()));
      } else {
        int comma = word.indexOf(',');
        int min = Integer.parseInt(word.substring(open + 1, comma));
        int max = Integer.parseInt(word.substring(comma + 1, word.length() - 1));
        functions.put(word.substring(0, open).toLowerCase(Locale.ROOT), new Names.Arity(min, max));
      }
    }
    return new Names(contexts, functions);
  }

  private static List<String> split(String line) {
    List<String> words = new ArrayList<>(4);
    int start = 0;
    while (start < line.length()) {
      int end = line.indexOf(' ', start);
      int stop = end < 0 ? line.length() : end;
      if (stop > start) {
        words.add(line.substring(start, stop));
      }
      start = stop + 1;
    }
    return words;
  }
}
