// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.util.ArrayList;
import java.util.List;

/// Writes an expression with the values in place of what was looked up and called, so that people
/// see why it came out as it did. What was not evaluated stays as it was written.
final class Expansion implements Node.Visitor<String> {

  private final Evaluator evaluator;
  private final boolean evaluated;

  private Expansion(Evaluator evaluator, boolean evaluated) {
    this.evaluator = evaluator;
    this.evaluated = evaluated;
  }

  static String of(Node root, Evaluator evaluator) {
    return root.accept(new Expansion(evaluator, true));
  }

  @Override
  public String literal(Node.Literal node) {
    return text(node.value());
  }

  @Override
  public String context(Node.Context node) {
    return evaluated ? text(evaluator.value(node)) : node.name();
  }

  @Override
  public String index(Node.Index node) {
    return evaluated
        ? text(evaluator.value(node))
        : node.target().accept(this) + "[" + node.index().accept(this) + "]";
  }

  @Override
  public String filter(Node.Filter node) {
    return evaluated ? text(evaluator.value(node)) : node.target().accept(this) + "[*]";
  }

  @Override
  public String not(Node.Not node) {
    return "!" + node.operand().accept(this);
  }

  @Override
  public String comparison(Node.Comparison node) {
    String sign =
        switch (node.comparator()) {
          case EQUAL -> " == ";
          case NOT_EQUAL -> " != ";
          case LESS -> " < ";
          case LESS_OR_EQUAL -> " <= ";
          case GREATER -> " > ";
          case GREATER_OR_EQUAL -> " >= ";
        };
    return "(" + node.left().accept(this) + sign + node.right().accept(this) + ")";
  }

  @Override
  public String and(Node.And node) {
    return joined(node.operands(), " && ", false);
  }

  @Override
  public String or(Node.Or node) {
    return joined(node.operands(), " || ", true);
  }

  private String joined(List<Node> operands, String sign, boolean endsIt) {
    List<String> parts = new ArrayList<>(operands.size());
    Expansion how = this;
    for (Node operand : operands) {
      parts.add(operand.accept(how));
      if (how.evaluated && evaluator.value(operand).truthy() == endsIt) {
        how = new Expansion(evaluator, false);
      }
    }
    return "(" + String.join(sign, parts) + ")";
  }

  @Override
  public String call(Node.Call node) {
    if (evaluated) {
      return text(evaluator.value(node));
    }
    List<String> arguments = new ArrayList<>(node.arguments().size());
    for (Node argument : node.arguments()) {
      arguments.add(argument.accept(this));
    }
    return node.function() + "(" + String.join(", ", arguments) + ")";
  }

  // Not a switch over types: it would be linked whenever the program starts.
  private static String text(Value value) {
    if (value instanceof Value.NullValue) {
      return "null";
    }
    return value instanceof Value.StringValue(var text)
        ? Expression.quoted(text)
        : value.asString();
  }
}
