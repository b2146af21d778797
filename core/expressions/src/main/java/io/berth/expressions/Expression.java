// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// One expression, parsed: what stands between `${{` and `}}`.
public final class Expression {

  /// What the values of one evaluation in a workflow may take up, in bytes, as GitHub counts them.
  public static final long WORKFLOW_MEMORY = 10L * 1024 * 1024;

  private final String source;
  private final Node root;

  private Expression(String source, Node root) {
    this.source = source;
    this.root = root;
  }

  /// Parses an expression. An empty one is null.
  ///
  /// @param source the text without `${{` and `}}`, at most 21,000 characters
  /// @param names what it may refer to
  /// @throws ExpressionException if it cannot be parsed
  public static Expression parse(String source, Names names) {
    return new Expression(source, Parser.parse(source, names));
  }

  /// Parses an expression that may refer to every context and every function.
  ///
  /// @param source the text without `${{` and `}}`, at most 21,000 characters
  /// @throws ExpressionException if it cannot be parsed
  public static Expression parseAny(String source) {
    return new Expression(source, Parser.parse(source, null));
  }

  /// Returns an expression that is a constant.
  ///
  /// @param text its value
  public static Expression text(String text) {
    return new Expression(quoted(text), new Node.Literal(Value.of(text), 1));
  }

  /// Returns a call of a function.
  ///
  /// @param function its name
  /// @param arguments its arguments in order, as many as its arity allows
  public static Expression call(String function, List<Expression> arguments) {
    var source = new StringBuilder(function).append('(');
    List<Node> nodes = new ArrayList<>(arguments.size());
    for (Expression argument : arguments) {
      source.append(nodes.isEmpty() ? "" : ", ").append(argument.source.strip());
      nodes.add(argument.root);
    }
    String name = function.toLowerCase(Locale.ROOT);
    return new Expression(source.append(')').toString(), new Node.Call(name, nodes, 1));
  }

  /// Returns `this && (other)`.
  public Expression and(Expression other) {
    String combined = source + " && (" + other.source + ")";
    return new Expression(combined, new Node.And(List.of(root, other.root), source.length() + 2));
  }

  /// Computes its value with the memory that a workflow's expressions have.
  ///
  /// @throws ExpressionException if it cannot be computed
  public Evaluation evaluate(Contexts contexts, Functions functions) {
    return evaluate(contexts, functions, WORKFLOW_MEMORY);
  }

  /// Computes its value.
  ///
  /// @param memory what the values of this evaluation may take up, in bytes, as GitHub counts them
  /// @throws ExpressionException if it cannot be computed
  public Evaluation evaluate(Contexts contexts, Functions functions, long memory) {
    try {
      var evaluator = new Evaluator(contexts, functions, new Memory(memory, source));
      return new Evaluation.Done(evaluator.value(root));
    } catch (Evaluator.Suspended suspended) {
      return new Evaluation.Needs(suspended.fact());
    }
  }

  /// Returns the expression with values in place of what it looks up and calls, for people who want
  /// to know why it came out as it did: `(true && ('main' == 'dev'))`. What [#evaluate] does not
  /// evaluate stays as it was written.
  ///
  /// @return empty if a fact is missing
  /// @throws ExpressionException if it cannot be computed
  public String expanded(Contexts contexts, Functions functions) {
    try {
      var evaluator = new Evaluator(contexts, functions, new Memory(WORKFLOW_MEMORY, source));
      return Expansion.of(root, evaluator);
    } catch (Evaluator.Suspended suspended) {
      return "";
    }
  }

  /// Returns whether any of these functions is called anywhere in it.
  ///
  /// @param functions names in lower case
  public boolean calls(Set<String> functions) {
    return calls(root, functions);
  }

  private static boolean calls(Node node, Set<String> functions) {
    if (node instanceof Node.Call call && functions.contains(call.function())) {
      return true;
    }
    for (Node child : node.children()) {
      if (calls(child, functions)) {
        return true;
      }
    }
    return false;
  }

  /// Returns the tree. Positions in a combined expression are those in its parts.
  public Node root() {
    return root;
  }

  /// Returns the text that was parsed, or one that means the same if it was combined.
  public String source() {
    return source;
  }

  @Override
  public String toString() {
    return source;
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
