// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.spi.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A JSON Schema (2020-12), as far as configurations need one: the words of other vocabularies are
/// let through unread.
///
/// @param words its keywords; empty for one that takes everything
record Schema(Setting.Section words) {

  private static final Set<String> TYPES =
      Set.of("null", "boolean", "object", "array", "number", "string", "integer");
  private static final Set<String> SCHEMAS =
      Set.of("items", "additionalProperties", "not", "if", "then", "else", "contains");
  private static final Set<String> MAPS =
      Set.of("properties", "patternProperties", "$defs", "dependentSchemas");
  private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");

  /// Reads a schema.
  ///
  /// @throws IllegalArgumentException if it is none
  static Schema of(String text) {
    Setting.Section words = ConfigurationFile.section(text, "schema");
    List<String> problems = new ArrayList<>();
    check(words, "", problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new Schema(words);
  }

  private static void check(Setting schema, String at, List<String> problems) {
    if (schema instanceof Setting.Flag) {
      return;
    }
    if (!(schema instanceof Setting.Section(var words))) {
      problems.add("`" + at + "` is neither an object nor true or false");
      return;
    }
    words.forEach(
        (word, value) -> {
          String place = at + "/" + word;
          if (word.equals("type")) {
            checkTypes(value, place, problems);
          } else if (SCHEMAS.contains(word)) {
            check(value, place, problems);
          } else if (MAPS.contains(word) && value instanceof Setting.Section(var entries)) {
            entries.forEach((name, each) -> check(each, place + "/" + name, problems));
          } else if (LISTS.contains(word) && value instanceof Setting.Items(var items)) {
            items.forEach(each -> check(each, place, problems));
          } else if (MAPS.contains(word)) {
            problems.add("`" + place + "` is no object");
          } else if (LISTS.contains(word) || word.equals("required") || word.equals("enum")) {
            if (!(value instanceof Setting.Items)) {
              problems.add("`" + place + "` is no array");
            }
          }
        });
  }

  private static void checkTypes(Setting value, String place, List<String> problems) {
    List<Setting> types = value instanceof Setting.Items(var items) ? items : List.of(value);
    for (Setting type : types) {
      if (!(type instanceof Setting.Text(String name)) || !TYPES.contains(name)) {
        problems.add(
            "`" + place + "` names a type that is none of " + TYPES.stream().sorted().toList());
      }
    }
  }

  /// Returns what of a value the schema does not take.
  List<String> problems(Setting value) {
    List<String> problems = new ArrayList<>();
    problems(words, value, "", problems);
    return problems;
  }

  private static void problems(Setting schema, Setting value, String at, List<String> problems) {
    if (schema instanceof Setting.Flag(boolean takesAll)) {
      if (!takesAll) {
        problems.add("`" + at + "` is not wanted");
      }
      return;
    }
    if (!(schema instanceof Setting.Section(var words))) {
      return;
    }
    Setting type = words.get("type");
    if (type != null && !isOf(type, value)) {
      problems.add("`" + at + "` is not of the type " + shown(type));
    }
    if (words.get("enum") instanceof Setting.Items(var allowed) && !allowed.contains(value)) {
      problems.add("`" + at + "` is none of the values that are allowed");
    }
    switch (value) {
      case Setting.Section section -> entries(words, section, at, problems);
      case Setting.Items(var items) -> {
        Setting each = words.get("items");
        if (each != null) {
          items.forEach(item -> problems(each, item, at + "/items", problems));
        }
      }
      case Setting.Text _, Setting.Amount _, Setting.Flag _ -> {}
    }
  }

  private static void entries(
      Map<String, Setting> words, Setting.Section value, String at, List<String> problems) {
    Map<String, Setting> known =
        words.get("properties") instanceof Setting.Section(var properties) ? properties : Map.of();
    Setting others = words.get("additionalProperties");
    value
        .entries()
        .forEach(
            (name, entry) -> {
              Setting schema = known.getOrDefault(name, others);
              if (schema != null && !words.containsKey("patternProperties")) {
                problems(schema, entry, at + "/" + name, problems);
              }
            });
    if (words.get("required") instanceof Setting.Items(var names)) {
      for (Setting name : names) {
        if (name instanceof Setting.Text(String key) && !value.entries().containsKey(key)) {
          problems.add("`" + at + "` lacks `" + key + "`");
        }
      }
    }
  }

  private static boolean isOf(Setting type, Setting value) {
    return switch (type) {
      case Setting.Items(var types) -> types.stream().anyMatch(one -> isOf(one, value));
      case Setting.Text(String name) ->
          switch (value) {
            case Setting.Text _ -> name.equals("string");
            case Setting.Flag _ -> name.equals("boolean");
            case Setting.Items _ -> name.equals("array");
            case Setting.Section _ -> name.equals("object");
            case Setting.Amount(var number) ->
                name.equals("number")
                    || (name.equals("integer") && number.stripTrailingZeros().scale() <= 0);
          };
      case Setting.Amount _, Setting.Flag _, Setting.Section _ -> false;
    };
  }

  private static String shown(Setting type) {
    return switch (type) {
      case Setting.Text(String name) -> name;
      case Setting.Items(var types) ->
          String.join(" or ", types.stream().map(Schema::shown).toList());
      case Setting.Amount _, Setting.Flag _, Setting.Section _ -> type.toString();
    };
  }
}
