// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.conformance.fuzz.ExpressionGenerator.Generated;
import io.berth.expressions.EvalBatch;
import io.berth.expressions.Expression;
import io.berth.expressions.ExpressionException;
import io.berth.expressions.Json;
import io.berth.expressions.Node;
import io.berth.expressions.Value;
import io.berth.expressions.Value.ObjectValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Berth and GitHub's own evaluator answer the same on generated expressions, apart from each
/// [Deviation]. `-Dberth.fuzz.seed` and `-Dberth.fuzz.count` choose which and how many.
class EvaluatorDifferenceIT {

  private static final int FLOOR = 500;

  private final long seed = Long.getLong("berth.fuzz.seed", System.nanoTime());
  private final int count = Integer.getInteger("berth.fuzz.count", 120_000);
  private final Tally tally = new Tally();
  private final Map<String, Value> contexts = ((ObjectValue) Json.parse(World.CONTEXTS)).members();

  @Test
  void bothEvaluatorsAgreeOnGeneratedExpressions() throws IOException, InterruptedException {
    Peer peer = Peer.required();
    List<Generated> expressions = generate();
    List<String> ours = new ArrayList<>();
    for (Generated expression : expressions) {
      ours.add(EvalBatch.answer(expression.text(), contexts));
    }

    List<String> theirs = ask(peer, expressions, List.of());
    List<String> unexplained = explain(peer, expressions, ours, theirs);

    int successes = count(ours);
    report(successes);
    assertThat(unexplained).as("differences, seed " + seed).isEmpty();
    assertThat(tally.count("differs at first")).isLessThan(count / 20);
    assertThat(tally.rarerThan(FLOOR, everything())).as("too rare").isEmpty();
    assertThat(successes).isGreaterThanOrEqualTo(count * 7 / 10);
    assertThat(tally.count("depth 4 or more")).isGreaterThan(count / 3);
  }

  private List<Generated> generate() {
    System.out.println("fuzz: seed " + seed + ", repeat with -Dberth.fuzz.seed=" + seed);
    var generator = new ExpressionGenerator(new SplittableRandom(seed));
    List<Generated> expressions = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      Generated expression = generator.next();
      expressions.add(expression);
      tally.addAll(expression.used());
      int depth = depth(expression.text());
      tally.add("depth " + (depth == 0 ? "unknown" : depth));
      if (depth >= 4) {
        tally.add("depth 4 or more");
      }
    }
    return expressions;
  }

  private static int depth(String text) {
    try {
      return depth(Expression.parseAny(text).root());
    } catch (ExpressionException e) {
      return 0;
    }
  }

  private static int depth(Node node) {
    int below = 0;
    for (Node child : node.children()) {
      below = Math.max(below, depth(child));
    }
    return below + 1;
  }

  private static List<String> ask(Peer peer, List<Generated> expressions, List<Deviation> rules)
      throws IOException, InterruptedException {
    List<Value> names = rules.stream().map(rule -> Value.of(rule.name())).toList();
    List<String> questions = new ArrayList<>();
    questions.add("{\"contexts\":" + Json.print(Json.parse(World.CONTEXTS)) + "}");
    for (Generated expression : expressions) {
      Map<String, Value> question = new LinkedHashMap<>();
      question.put("expr", Value.of(expression.text()));
      question.put("rules", Value.array(names));
      questions.add(Json.print(Value.object(question)));
    }
    List<String> answers = peer.ask(questions);
    assertThat(answers).hasSameSizeAs(expressions);
    return answers;
  }

  /// Returns the differences that no deviation explains, and counts those that one does.
  private List<String> explain(
      Peer peer, List<Generated> expressions, List<String> ours, List<String> theirs)
      throws IOException, InterruptedException {
    List<Generated> open = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    for (int at = 0; at < expressions.size(); at++) {
      if (!same(ours.get(at), theirs.get(at))) {
        open.add(expressions.get(at));
        answers.add(ours.get(at));
      }
    }
    tally.add("differs at first", open.size());
    for (Deviation deviation : Deviation.values()) {
      settle(peer, open, answers, List.of(deviation), "excused " + deviation.name());
    }
    List<String> last =
        settle(peer, open, answers, List.of(Deviation.values()), "excused by several");
    List<String> unexplained = new ArrayList<>();
    for (int at = 0; at < open.size(); at++) {
      unexplained.add(
          open.get(at).text() + "\n  ours:   " + answers.get(at) + "\n  theirs: " + last.get(at));
    }
    return unexplained;
  }

  /// Drops what agrees once the rules are replaced; returns the answers to what stays.
  private List<String> settle(
      Peer peer, List<Generated> open, List<String> ours, List<Deviation> rules, String name)
      throws IOException, InterruptedException {
    List<String> theirs = ask(peer, open, rules);
    for (int at = open.size() - 1; at >= 0; at--) {
      if (same(ours.get(at), theirs.get(at))) {
        tally.add(name);
        open.remove(at);
        ours.remove(at);
        theirs.remove(at);
      }
    }
    return theirs;
  }

  private static boolean same(String ours, String theirs) {
    if (ours.equals(theirs)) {
      return true;
    }
    var one = (ObjectValue) Json.parse(ours);
    var other = (ObjectValue) Json.parse(theirs);
    if (one.member("error").isPresent()) {
      return other.member("error").isPresent() && errorKind(one).equals(errorKind(other));
    }
    return one.equals(other);
  }

  private static Value errorKind(ObjectValue answer) {
    return ((ObjectValue) answer.member("error").orElseThrow()).member("kind").orElseThrow();
  }

  private static int count(List<String> answers) {
    int successes = 0;
    for (String answer : answers) {
      successes += answer.startsWith("{\"error\"") ? 0 : 1;
    }
    return successes;
  }

  private static List<String> everything() {
    List<String> all = new ArrayList<>();
    ExpressionGenerator.FUNCTIONS.forEach(name -> all.add("function " + name));
    ExpressionGenerator.COMPARATORS.forEach(name -> all.add("operator " + name));
    ExpressionGenerator.OTHER_OPERATORS.forEach(name -> all.add("operator " + name));
    for (ValueKind left : ValueKind.values()) {
      for (ValueKind right : ValueKind.values()) {
        all.add(ExpressionGenerator.indexed(left, right));
        for (String operator : ExpressionGenerator.COMPARATORS) {
          all.add(ExpressionGenerator.pair(operator, left, right));
        }
      }
    }
    return all;
  }

  private void report(int successes) {
    System.out.print("fuzz: " + count + " expressions, " + successes + " with a value\n");
    System.out.print(tally.histogram());
  }
}
