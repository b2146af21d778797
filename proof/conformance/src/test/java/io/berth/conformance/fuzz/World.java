// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.fuzz;

import java.util.List;

/// What generated expressions are made of: contexts whose members have known kinds, and constants.
final class World {

  /// A context for each kind of value; every member of one has that kind.
  static final String CONTEXTS =
      """
      {"nulls": {"a": null, "Beta": null},
       "flags": {"yes": true, "No": false},
       "numbers": {"zero": 0, "one": 1, "Two": 2, "minus": -3.5, "large": 123456789012, "tiny": 0.00025},
       "texts": {"empty": "", "word": "Main", "upper": "MAIN", "one": "1", "spaced": " 0x1F ",
                 "accent": "\\u00e9t\\u00c9", "object": "Object", "false": "false", "path": "refs/heads/main"},
       "lists": {"none": [], "numbers": [0, 1, 2.5, -1], "words": ["main", "MAIN", "", "1"],
                 "mixed": [null, true, 1, "one", [1, [2]], {"name": "bug", "size": 3}],
                 "labels": [{"name": "bug", "size": 1}, {"Name": "Fix", "tags": ["x", "y"]}, "plain", null]},
       "records": {"none": {}, "flat": {"5": "five", "name": "flat", "true": 1, "": "unnamed", "NaN": null},
                   "deep": {"name": "deep", "inner": {"name": "inner", "list": [1, {"name": "x"}]},
                            "other": {"name": "Other", "size": 2}}}}
      """;

  /// Numbers and texts for which the two evaluators are known to differ.
  static final List<String> ODD_NUMBERS =
      List.of("1e15", "123456789012345678", "0.1234567890123456789", "0xffffffff", "1e-7", "0XF");

  static final List<String> ODD_TEXTS = List.of("'0b1'", "'0XF'", "'0xffffffff'", "'a''b''c'");

  private World() {}

  /// Returns paths to what has a kind.
  static List<String> members(ValueKind kind) {
    return switch (kind) {
      case NULL -> List.of("nulls.a", "nulls.Beta");
      case BOOLEAN -> List.of("flags.yes", "flags.No");
      case NUMBER ->
          List.of(
              "numbers.zero",
              "numbers.one",
              "numbers.Two",
              "numbers.minus",
              "numbers.large",
              "numbers.tiny");
      case STRING ->
          List.of(
              "texts.empty",
              "texts.word",
              "texts.upper",
              "texts.one",
              "texts.spaced",
              "texts.accent",
              "texts.object",
              "texts.false",
              "texts.path");
      case ARRAY ->
          List.of("lists.none", "lists.numbers", "lists.words", "lists.mixed", "lists.labels");
      case OBJECT -> List.of("records.none", "records.flat", "records.deep");
    };
  }

  /// Returns constants of a kind.
  static List<String> constants(ValueKind kind) {
    return switch (kind) {
      case NULL -> List.of("null");
      case BOOLEAN -> List.of("true", "false");
      case NUMBER ->
          List.of(
              "0",
              "1",
              "2",
              "3",
              "-1",
              "+1",
              ".5",
              "-.5",
              "1.",
              "0.5",
              "-0",
              "1e3",
              "12E-2",
              "0xff",
              "0o17",
              "42",
              "255",
              "NaN",
              "Infinity",
              "-Infinity",
              "123456.789",
              "99999999999999",
              "0.0001",
              "1e14",
              "5e-324",
              "1.7976931348623157e308");
      case STRING ->
          List.of(
              "''",
              "'a'",
              "'A'",
              "'main'",
              "'Main'",
              "'ma'",
              "'1'",
              "' 1.0 '",
              "'-1'",
              "'0'",
              "'0x10'",
              "'0o7'",
              "'1e2'",
              "'.5'",
              "'true'",
              "'null'",
              "'Infinity'",
              "'abc'",
              "'name'",
              "'size'",
              "'it''s'",
              "'5'",
              "'[1, 2]'",
              "'{0}'",
              "' '",
              "'\u00e9'",
              "'\u0416'",
              "'\ud83d\ude00'",
              "'a b'",
              "'1 == 1'",
              "'secrets.X'",
              "'\t'",
              "'*'");
      case ARRAY ->
          List.of(
              "fromJSON('[]')", "fromJSON('[1, \"1\", null, true]')",
              "fromJSON('[[1, 2], [3], {\"name\": 4}]')", "fromJSON('[{\"name\": \"a\"}]')");
      case OBJECT ->
          List.of(
              "fromJSON('{}')",
              "fromJSON('{\"name\": \"a\", \"Name\": \"b\", \"size\": [1]}')",
              "fromJSON('{\"a\": {\"name\": 1}, \"b\": {\"name\": 2}, \"a\": {\"name\": 3}}')");
    };
  }
}
