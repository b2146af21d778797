// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.berth.expressions.Value.ArrayValue;
import io.berth.expressions.Value.ObjectValue;
import io.berth.expressions.Value.StringValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Runs every case of the suite `ls-expressions` through [EvalBatch].
class LanguageSuiteTest {

  private int cases;
  private final List<String> failures = new ArrayList<>();

  @Test
  void everyCaseOfTheLanguageSuitePasses() throws IOException {
    List<Path> files = ConformanceData.files("ls-expressions", ".json");
    if (files.isEmpty()) {
      System.err.println(
          "SKIPPED ls-expressions: no data below " + ConformanceData.root().toAbsolutePath());
    }
    assumeFalse(files.isEmpty(), "the suite ls-expressions is not there");

    for (Path file : files) {
      run(file);
    }

    System.out.println("ls-expressions: " + (cases - failures.size()) + " of " + cases + " pass");
    assertThat(failures).isEmpty();
    assertThat(cases).isPositive();
  }

  private void run(Path file) throws IOException {
    var groups = (ObjectValue) Json.parse(Files.readString(file));
    for (Map.Entry<String, Value> group : groups.members().entrySet()) {
      for (Value each : ((ArrayValue) group.getValue()).items()) {
        cases++;
        String problem = problem((ObjectValue) each);
        if (!problem.isEmpty()) {
          failures.add(file.getFileName() + " " + group.getKey() + ": " + problem);
        }
      }
    }
  }

  private static String problem(ObjectValue each) {
    var question = new LinkedHashMap<String, Value>();
    question.put("expr", each.member("expr").orElseThrow());
    each.member("contexts").ifPresent(contexts -> question.put("contexts", contexts));
    var answer = (ObjectValue) Json.parse(EvalBatch.answer(Json.print(Value.object(question))));
    boolean right =
        each.member("err").isPresent()
            ? sameError((ObjectValue) each.member("err").get(), answer)
            : sameResult((ObjectValue) each.member("result").orElseThrow(), answer);
    return right ? "" : Json.print(each) + " gave " + Json.print(answer);
  }

  private static boolean sameResult(ObjectValue expected, ObjectValue answer) {
    return expected.member("kind").equals(answer.member("kind"))
        && normal(expected.member("value").orElse(Value.NULL))
            .equals(normal(answer.member("value").orElse(Value.NULL)));
  }

  private static boolean sameError(ObjectValue expected, ObjectValue answer) {
    return answer.member("error").orElse(Value.NULL) instanceof ObjectValue error
        && expected.member("kind").equals(error.member("kind"))
        && error.member("message").orElseThrow() instanceof StringValue(var message)
        && message.contains(expected.member("value").orElseThrow().asString());
  }

  /// JSON does not tell minus zero from zero.
  private static String normal(Value value) {
    return Json.print(value).replace("-0,", "0,").replaceAll("^-0$", "0");
  }
}
