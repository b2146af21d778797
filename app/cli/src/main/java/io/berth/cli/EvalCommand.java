// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.expressions.EvalBatch;
import io.berth.expressions.Evaluation;
import io.berth.expressions.Expression;
import io.berth.expressions.ExpressionException;
import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Names;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// `berth eval`.
final class EvalCommand implements Command {

  private static final int ENOUGH = 64 * 1024;

  @Override
  public void declare(Options options) {
    options
        .parameter("0..1", "EXPR", "the expression, with or without `${{ }}` around it")
        .value("FILE", "a JSON object with the contexts that it may use, by name", "--context")
        .value("FILE", "answer one JSON object a line, `-` for standard input", "--batch");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) {
    String source = line.matchedPositionalValue(0, null);
    String batch = line.matchedOptionValue("--batch", null);
    String context = line.matchedOptionValue("--context", null);
    if ((source == null) == (batch == null) || (batch != null && context != null)) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.USAGE,
              "`berth eval` takes either an expression or `--batch FILE`",
              "`--context` goes with an expression; lines of a batch bring their own"));
    }
    if (batch != null) {
      answerAll(batch, invocation);
      return 0;
    }
    invocation.out().line(value(String.valueOf(source), contexts(context, invocation)));
    return 0;
  }

  private static String value(String source, Map<String, Value> contexts) {
    String inner = source.strip();
    if (inner.startsWith("${{") && inner.endsWith("}}")) {
      inner = inner.substring(3, inner.length() - 2);
    }
    try {
      Expression expression = Expression.parse(inner, new Names(contexts.keySet(), Map.of()));
      Evaluation evaluation =
          expression.evaluate(
              name -> Optional.ofNullable(contexts.get(name)),
              (name, _) -> {
                throw new IllegalStateException("function " + name + " was not offered");
              });
      return switch (evaluation) {
        case Evaluation.Done(Value.StringValue(var text)) -> text;
        case Evaluation.Done(var value) -> Json.pretty(value);
        case Evaluation.Needs(var fact) -> throw new IllegalStateException("asked for " + fact);
      };
    } catch (ExpressionException e) {
      ErrorCode code =
          switch (e.kind()) {
            case LEXING, PARSING -> ErrorCode.EXPRESSION_INVALID;
            case EVALUATION -> ErrorCode.EXPRESSION_FAILED;
          };
      String problem = String.valueOf(e.getMessage());
      String remedy =
          problem.startsWith("Unrecognized named-value")
              ? "give the contexts that it uses with `--context FILE`"
              : null;
      throw new BerthException(BerthError.of(code, problem, remedy), e);
    }
  }

  private static Map<String, Value> contexts(@Nullable String file, Invocation invocation) {
    Map<String, Value> contexts = new LinkedHashMap<>();
    if (file == null) {
      return contexts;
    }
    try {
      if (Json.parse(InputFile.text(file, invocation)) instanceof Value.ObjectValue object) {
        object
            .members()
            .forEach((name, value) -> contexts.put(name.toLowerCase(Locale.ROOT), value));
        return contexts;
      }
    } catch (JsonException e) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.FILE_UNREADABLE, "`" + file + "` is not JSON: " + e.getMessage(), null),
          e);
    }
    throw new BerthException(
        BerthError.of(
            ErrorCode.FILE_UNREADABLE,
            "`" + file + "` holds no JSON object",
            "write the contexts by name, such as {\"github\": {\"ref\": \"refs/heads/main\"}}"));
  }

  /// Answers line by line; answers leave when there is no further line to read at the moment, so
  /// that another program can ask and wait.
  private static void answerAll(String file, Invocation invocation) {
    try (var in = InputFile.open(file, invocation);
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      var answers = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.append(EvalBatch.answer(line)).append('\n');
        if (answers.length() > ENOUGH || !lines.ready()) {
          invocation.out().print(answers);
          answers.setLength(0);
        }
      }
      invocation.out().print(answers);
    } catch (IOException e) {
      throw InputFile.unreadable(file, invocation, e);
    }
  }
}
