// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.util.List;

/// A part of a parsed expression. Groups in parentheses leave no trace.
public sealed interface Node {

  /// Returns where its first own token stands, counted from 1 in the source.
  int position();

  /// Returns the nodes directly below it, from left to right.
  List<Node> children();

  /// Calls the visitor's method for this type of node.
  <R> R accept(Visitor<R> visitor);

  /// Something done with a node that differs by type, where a `switch` over the types would cost
  /// the start of the program too much time.
  interface Visitor<R> {
    R literal(Literal node);

    R context(Context node);

    R index(Index node);

    R filter(Filter node);

    R not(Not node);

    R comparison(Comparison node);

    R and(And node);

    R or(Or node);

    R call(Call node);
  }

  /// A constant, also the name after a dot.
  ///
  /// @param value what it stands for
  /// @param position where it stands
  record Literal(Value value, int position) implements Node {
    @Override
    public List<Node> children() {
      return List.of();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.literal(this);
    }
  }

  /// A context such as `github`.
  ///
  /// @param name its name in lower case
  /// @param position where it stands
  record Context(String name, int position) implements Node {
    @Override
    public List<Node> children() {
      return List.of();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.context(this);
    }
  }

  /// `target[index]`; `target.name` is the same with a literal index.
  ///
  /// @param target what is looked into
  /// @param index which part of it
  /// @param position where the dot or the bracket stands
  record Index(Node target, Node index, int position) implements Node {
    @Override
    public List<Node> children() {
      return List.of(target, index);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.index(this);
    }
  }

  /// `target[*]` or `target.*`.
  ///
  /// @param target what is looked into
  /// @param position where the dot or the bracket stands
  record Filter(Node target, int position) implements Node {
    @Override
    public List<Node> children() {
      return List.of(target);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.filter(this);
    }
  }

  /// `!operand`.
  ///
  /// @param operand what is negated
  /// @param position where the `!` stands
  record Not(Node operand, int position) implements Node {
    @Override
    public List<Node> children() {
      return List.of(operand);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.not(this);
    }
  }

  /// How two values are compared.
  enum Comparator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }

  /// `left == right` and its like.
  ///
  /// @param comparator how the two are compared
  /// @param left the left side
  /// @param right the right side
  /// @param position where the operator stands
  record Comparison(Comparator comparator, Node left, Node right, int position) implements Node {
    @Override
    public List<Node> children() {
      return List.of(left, right);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.comparison(this);
    }
  }

  /// `a && b && c`: the first operand that is not truthy, or the last.
  ///
  /// @param operands at least two
  /// @param position where the first `&&` stands
  record And(List<Node> operands, int position) implements Node {
    public And {
      operands = List.copyOf(operands);
    }

    @Override
    public List<Node> children() {
      return operands;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.and(this);
    }
  }

  /// `a || b || c`: the first operand that is truthy, or the last.
  ///
  /// @param operands at least two
  /// @param position where the first `||` stands
  record Or(List<Node> operands, int position) implements Node {
    public Or {
      operands = List.copyOf(operands);
    }

    @Override
    public List<Node> children() {
      return operands;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.or(this);
    }
  }

  /// A call of a function.
  ///
  /// @param function its name in lower case
  /// @param arguments its arguments in order
  /// @param position where the name stands
  record Call(String function, List<Node> arguments, int position) implements Node {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<Node> children() {
      return arguments;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.call(this);
    }
  }
}
