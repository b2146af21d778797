// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import io.berth.expressions.ExpressionException.Kind;
import io.berth.expressions.Node.Comparator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Builds the tree of an expression, by recursive descent.
final class Parser {

  static final int MAX_LENGTH = 21_000;
  static final int MAX_DEPTH = 50;

  /// Parentheses add no depth to the tree, as with GitHub's runner, but the parser descends.
  private static final int MAX_NESTING = 250;

  private final String source;
  private final @Nullable Names names;
  private final List<Token> tokens;
  private int at;
  private int nesting;

  private Parser(String source, @Nullable Names names, List<Token> tokens) {
    this.source = source;
    this.names = names;
    this.tokens = tokens;
  }

  /// @param names what may be referred to, or `null` if every name may
  static Node parse(String source, @Nullable Names names) {
    if (source.length() > MAX_LENGTH) {
      String message = "Exceeded max expression length " + MAX_LENGTH;
      throw new ExpressionException(Kind.PARSING, message, 0);
    }
    var parser = new Parser(source, names, Lexer.tokens(source));
    if (parser.peek().kind() == Token.Kind.END) {
      return new Node.Literal(Value.NULL, 1);
    }
    Node root = parser.or();
    if (parser.peek().kind() != Token.Kind.END) {
      throw parser.unexpected();
    }
    if (isDeeper(root, MAX_DEPTH)) {
      throw tooDeep();
    }
    return root;
  }

  private static boolean isDeeper(Node node, int limit) {
    if (limit == 0) {
      return true;
    }
    for (Node child : node.children()) {
      if (isDeeper(child, limit - 1)) {
        return true;
      }
    }
    return false;
  }

  private Node or() {
    Node first = and();
    if (peek().kind() != Token.Kind.OR) {
      return first;
    }
    int position = peek().position();
    List<Node> operands = new ArrayList<>();
    addOr(operands, first);
    while (accept(Token.Kind.OR)) {
      addOr(operands, and());
    }
    return new Node.Or(operands, position);
  }

  private static void addOr(List<Node> operands, Node operand) {
    if (operand instanceof Node.Or(var inner, var position)) {
      operands.addAll(inner);
    } else {
      operands.add(operand);
    }
  }

  private Node and() {
    Node first = equality();
    if (peek().kind() != Token.Kind.AND) {
      return first;
    }
    int position = peek().position();
    List<Node> operands = new ArrayList<>();
    addAnd(operands, first);
    while (accept(Token.Kind.AND)) {
      addAnd(operands, equality());
    }
    return new Node.And(operands, position);
  }

  private static void addAnd(List<Node> operands, Node operand) {
    if (operand instanceof Node.And(var inner, var position)) {
      operands.addAll(inner);
    } else {
      operands.add(operand);
    }
  }

  private Node equality() {
    Node left = relation();
    while (true) {
      Comparator comparator =
          switch (peek().kind()) {
            case EQUAL -> Comparator.EQUAL;
            case NOT_EQUAL -> Comparator.NOT_EQUAL;
            default -> null;
          };
      if (comparator == null) {
        return left;
      }
      int position = take().position();
      left = new Node.Comparison(comparator, left, relation(), position);
    }
  }

  private Node relation() {
    Node left = unary();
    while (true) {
      Comparator comparator =
          switch (peek().kind()) {
            case LESS -> Comparator.LESS;
            case LESS_OR_EQUAL -> Comparator.LESS_OR_EQUAL;
            case GREATER -> Comparator.GREATER;
            case GREATER_OR_EQUAL -> Comparator.GREATER_OR_EQUAL;
            default -> null;
          };
      if (comparator == null) {
        return left;
      }
      int position = take().position();
      left = new Node.Comparison(comparator, left, unary(), position);
    }
  }

  private Node unary() {
    if (peek().kind() != Token.Kind.NOT) {
      return postfix();
    }
    int position = take().position();
    descend();
    Node operand = unary();
    nesting--;
    return new Node.Not(operand, position);
  }

  private Node postfix() {
    boolean literal = peek().kind() == Token.Kind.LITERAL;
    Node target = primary();
    while (!literal) {
      Token token = peek();
      if (accept(Token.Kind.DOT)) {
        target = member(target, token.position());
      } else if (accept(Token.Kind.LEFT_BRACKET)) {
        target = bracket(target, token.position());
      } else {
        return target;
      }
    }
    return target;
  }

  private Node member(Node target, int position) {
    Token token = peek();
    if (accept(Token.Kind.STAR)) {
      return new Node.Filter(target, position);
    }
    if (accept(Token.Kind.NAME)) {
      var name = new Node.Literal(Value.of(token.raw()), token.position());
      return new Node.Index(target, name, position);
    }
    throw unexpected();
  }

  private Node bracket(Node target, int position) {
    if (accept(Token.Kind.STAR)) {
      expect(Token.Kind.RIGHT_BRACKET);
      return new Node.Filter(target, position);
    }
    Node index = nested();
    expect(Token.Kind.RIGHT_BRACKET);
    return new Node.Index(target, index, position);
  }

  private Node primary() {
    Token token = peek();
    if (accept(Token.Kind.LITERAL)) {
      return new Node.Literal(token.value(), token.position());
    }
    if (accept(Token.Kind.LEFT_PARENTHESIS)) {
      Node inner = nested();
      expect(Token.Kind.RIGHT_PARENTHESIS);
      return inner;
    }
    if (accept(Token.Kind.NAME)) {
      return peek().kind() == Token.Kind.LEFT_PARENTHESIS ? call(token) : context(token);
    }
    throw unexpected();
  }

  private Node context(Token token) {
    String name = token.raw().toLowerCase(Locale.ROOT);
    if (names != null && !names.contexts().contains(name)) {
      throw problem("Unrecognized named-value", token);
    }
    return new Node.Context(name, token.position());
  }

  private Node call(Token token) {
    String name = token.raw().toLowerCase(Locale.ROOT);
    Names.Arity arity = arity(name);
    if (arity == null && names != null) {
      throw problem("Unrecognized function", token);
    }
    expect(Token.Kind.LEFT_PARENTHESIS);
    List<Node> arguments = new ArrayList<>();
    if (!accept(Token.Kind.RIGHT_PARENTHESIS)) {
      do {
        arguments.add(nested());
      } while (accept(Token.Kind.COMMA));
      expect(Token.Kind.RIGHT_PARENTHESIS);
    }
    if (arity != null) {
      checkArity(token, name, arity, arguments.size());
    }
    return new Node.Call(name, arguments, token.position());
  }

  private Names.@Nullable Arity arity(String name) {
    BuiltIn builtIn = BuiltIn.named(name);
    if (builtIn != null) {
      return builtIn.arity();
    }
    return names == null ? null : names.functions().get(name);
  }

  private void checkArity(Token token, String name, Names.Arity arity, int count) {
    if (count < arity.min()) {
      throw problem("Too few parameters supplied", token);
    }
    if (count > arity.max()) {
      throw problem("Too many parameters supplied", token);
    }
    if (count % 2 == 0 && BuiltIn.named(name) == BuiltIn.CASE) {
      throw problem(
          "Even number of parameters supplied, requires an odd number of parameters", token);
    }
  }

  private Node nested() {
    descend();
    Node node = or();
    nesting--;
    return node;
  }

  private void descend() {
    nesting++;
    if (nesting > MAX_NESTING) {
      throw tooDeep();
    }
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token take() {
    return tokens.get(at++);
  }

  private boolean accept(Token.Kind kind) {
    if (peek().kind() != kind) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(Token.Kind kind) {
    if (!accept(kind)) {
      throw unexpected();
    }
  }

  private ExpressionException unexpected() {
    Token token = peek();
    if (token.kind() != Token.Kind.END) {
      return problem("Unexpected symbol", token);
    }
    return problem("Unexpected end of expression", tokens.get(at - 1));
  }

  private ExpressionException problem(String what, Token token) {
    return ExpressionException.located(Kind.PARSING, what, token.raw(), token.position(), source);
  }

  private static ExpressionException tooDeep() {
    return new ExpressionException(Kind.PARSING, "Exceeded max expression depth " + MAX_DEPTH, 0);
  }
}
