// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Names;
import io.berth.workflow.Definition.Field;
import io.berth.workflow.Definition.Filling;
import io.berth.workflow.Definition.Others;
import io.berth.workflow.Definition.Reading;
import io.berth.workflow.Definition.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the schema files, whose format `github.schema` explains in its first lines. They are read
/// at every start, so this is a plain loop over characters.
final class SchemaFile {

  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final Map<String, List<String>> aliases = new HashMap<>();
  private @Nullable Draft current;

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

  private SchemaFile() {}

  /// Returns the definitions of some files, of which later ones change earlier ones.
  static Map<String, Definition> read(String... resources) {
    SchemaFile file = new SchemaFile();
    for (String resource : resources) {
      file.readAll(text(resource));
    }
    Map<String, Definition> definitions = new HashMap<>();
    for (Map.Entry<String, Draft> draft : file.drafts.entrySet()) {
      definitions.put(draft.getKey(), file.definition(draft.getKey(), draft.getValue()));
    }
    return definitions;
  }

  private static String text(String resource) {
    try (InputStream stream = SchemaFile.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("the schema " + resource + " is not in the distribution");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void readAll(String text) {
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      readLine(text.substring(start, end));
      start = end + 1;
    }
  }

  private void readLine(String line) {
    if (line.isEmpty() || line.charAt(0) == '#') {
      return;
    }
    int quote = line.indexOf('"');
    List<String> words = split(quote < 0 ? line : line.substring(0, quote));
    if (line.charAt(0) != ' ') {
      String noun = quote < 0 ? "" : line.substring(quote + 1, line.length() - 1);
      startDefinition(words, noun);
    } else if (current != null) {
      readMember(current, words);
    }
  }

  private void startDefinition(List<String> words, String noun) {
    switch (words.get(0)) {
      case "alias" -> aliases.put(words.get(1), words.subList(2, words.size()));
      case "extend" -> current = drafts.get(words.get(1));
      default -> {
        Set<String> flags = new HashSet<>(words.subList(2, words.size()));
        Draft draft = new Draft(words.get(1), flags, noun);
        drafts.put(words.get(0), draft);
        current = draft;
      }
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

  private Definition definition(String name, Draft draft) {
    return new Definition(name, draft.names == null ? null : names(draft.names), shape(draft));
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
