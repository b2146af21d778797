// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rows that are files of expressions: each case passes when `berth eval --batch` gives the kind
/// and the value, or an error with the kind and the text, that the data expects.
///
/// @param berth the program
public record ExpressionCases(BerthProgram berth) implements Suite {

  /// One expression with what has to come of it.
  private record Case(String path, Value.ObjectValue data) {}

  @Override
  public SuiteResult run(String name, Index index, List<Index.Entry> rows)
      throws IOException, InterruptedException {
    List<Case> cases = new ArrayList<>();
    for (var row : rows) {
      cases.addAll(cases(row.path(), Files.readString(index.locate(row))));
    }
    var answers = ask(cases);
    List<SuiteResult.Row> failures = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      var problem = judge(cases.get(i).data(), answers.get(i));
      if (problem.isPresent()) {
        failures.add(new SuiteResult.Row(cases.get(i).path(), problem.get()));
      }
    }
    return new SuiteResult(name, cases.size() - failures.size(), failures, List.of());
  }

  private static List<Case> cases(String path, String text) {
    List<Case> cases = new ArrayList<>();
    if (text.isBlank() || !(Json.parse(text) instanceof Value.ObjectValue groups)) {
      return cases;
    }
    groups
        .members()
        .forEach(
            (group, value) -> {
              if (value instanceof Value.ArrayValue(var items)) {
                for (int i = 0; i < items.size(); i++) {
                  if (items.get(i) instanceof Value.ObjectValue data) {
                    cases.add(new Case(path + ":" + group + "[" + i + "]", data));
                  }
                }
              }
            });
    return cases;
  }

  private List<Value> ask(List<Case> cases) throws IOException, InterruptedException {
    var batch = Files.createTempFile(berth.state(), "expressions", ".jsonl");
    var text = new StringBuilder();
    for (var one : cases) {
      Map<String, Value> question = new LinkedHashMap<>();
      question.put("expr", one.data().member("expr").orElse(Value.NULL));
      question.put("contexts", one.data().member("contexts").orElse(Value.object(Map.of())));
      text.append(Json.print(Value.object(question))).append('\n');
    }
    Files.writeString(batch, text);
    var ended = berth.run(berth.state(), List.of("eval", "--batch", batch.toString()));
    List<Value> answers = new ArrayList<>();
    for (var line : ended.output().split("\n", -1)) {
      if (!line.isEmpty()) {
        answers.add(Json.parse(line));
      }
    }
    if (ended.exit() != 0 || answers.size() != cases.size()) {
      throw new IOException(
          cases.size()
              + " answers were expected, exit status "
              + ended.exit()
              + ": "
              + ended.output());
    }
    return answers;
  }

  private static Optional<String> judge(Value.ObjectValue expected, Value answer) {
    if (!(answer instanceof Value.ObjectValue given)) {
      return Optional.of("the answer is no object: " + Json.print(answer));
    }
    var shown = Json.print(given);
    if (expected.member("err").orElse(Value.NULL) instanceof Value.ObjectValue error) {
      if (!(given.member("error").orElse(Value.NULL) instanceof Value.ObjectValue found)) {
        return Optional.of("an error was expected: " + Json.print(error) + ", came " + shown);
      }
      var kind = text(error, "kind");
      var same = kind.isEmpty() || kind.equals(text(found, "kind"));
      return same && text(found, "message").contains(text(error, "value"))
          ? Optional.empty()
          : Optional.of("expected " + Json.print(error) + ", came " + shown);
    }
    if (!(expected.member("result").orElse(Value.NULL) instanceof Value.ObjectValue result)) {
      return Optional.of("the case expects nothing");
    }
    var same =
        text(result, "kind").equals(text(given, "kind"))
            && equal(
                result.member("value").orElse(Value.NULL),
                given.member("value").orElse(Value.NULL));
    return same
        ? Optional.empty()
        : Optional.of("expected " + Json.print(result) + ", came " + shown);
  }

  private static boolean equal(Value one, Value other) {
    return Json.print(one).equals(Json.print(other));
  }

  private static String text(Value.ObjectValue object, String member) {
    return object.member(member).orElse(Value.NULL) instanceof Value.StringValue(var text)
        ? text
        : "";
  }
}
