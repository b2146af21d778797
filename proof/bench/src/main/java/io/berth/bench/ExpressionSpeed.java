// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import io.berth.expressions.Evaluation;
import io.berth.expressions.Expression;
import io.berth.expressions.Json;
import io.berth.expressions.Names;
import io.berth.expressions.Value;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// Expressions per second, parsed and evaluated or only evaluated. The floor is the same decision
/// as a line of Java over the same text.
final class ExpressionSpeed {

  private static final int ROUNDS = 7;
  private static final int REPETITIONS = 100_000;

  private static final String GITHUB =
      """
      {"ref": "refs/heads/main", "run_number": 12.5,
       "event": {"pull_request": {"draft": false, "labels": [{"name": "bug"}, {"name": "ci"}]}}}
      """;

  private final Value github = Json.parse(GITHUB);
  private final String[] refs = {"refs/heads/main", "refs/heads/next", "refs/tags/v1", "ci"};
  private final Appendable report;
  private int turn;

  ExpressionSpeed(Appendable report) {
    this.report = report;
  }

  private record Case(String source, Function<String, Object> floor) {}

  private static final List<Case> CASES =
      List.of(
          new Case(
              "github.ref == 'refs/heads/main' && !github.event.pull_request.draft",
              ref -> ref.equalsIgnoreCase("refs/heads/main")),
          new Case(
              "contains(github.event.pull_request.labels.*.name, 'ci')",
              ref -> List.of("bug", "ci").contains(ref)),
          new Case(
              "format('build-{0}-{1}', github.ref, github.run_number)",
              ref -> "build-" + ref + "-" + ref.length() / 2.0));

  void run() throws IOException {
    for (Case each : CASES) {
      Expression parsed = parse(each.source());
      double floor = perSecond(() -> each.floor().apply(refs[turn++ & 3]));
      double evaluated = perSecond(() -> evaluate(parsed));
      double both = perSecond(() -> evaluate(parse(each.source())));
      report.append(
          String.format(
              Locale.ROOT,
              "%s: %.2f million/s parsed and evaluated, %.2f million/s evaluated; as Java: %.1f million/s%n",
              each.source(),
              both / 1e6,
              evaluated / 1e6,
              floor / 1e6));
    }
  }

  private static Expression parse(String source) {
    return Expression.parse(source, new Names(Set.of("github"), Map.of()));
  }

  private Object evaluate(Expression expression) {
    return expression.evaluate(
        name -> Optional.of(github), (name, arguments) -> new Evaluation.Done(Value.NULL));
  }

  /// Returns the median of the rounds after the first, which warms up.
  private static double perSecond(Supplier<Object> work) {
    var rates = new double[ROUNDS];
    int mixed = 0;
    for (int round = -1; round < ROUNDS; round++) {
      long started = System.nanoTime();
      for (int count = 0; count < REPETITIONS; count++) {
        mixed += work.get().hashCode() & 1;
      }
      if (round >= 0) {
        rates[round] = REPETITIONS * 1e9 / (System.nanoTime() - started);
      }
    }
    Arrays.sort(rates);
    return mixed < 0 ? 0 : rates[ROUNDS / 2];
  }
}
