// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import io.berth.expressions.Node.Comparator;
import io.berth.expressions.Value.ArrayValue;
import io.berth.expressions.Value.ObjectValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One evaluation of a tree.
final class Evaluator implements Node.Visitor<Value> {

  private final Contexts contexts;
  private final Functions functions;
  private final Memory memory;

  /// The array that the last filter made. A step of an expression that follows a filter directly
  /// maps over its items; the same array reached in any other way does not.
  private @Nullable ArrayValue filtered;

  Evaluator(Contexts contexts, Functions functions, Memory memory) {
    this.contexts = contexts;
    this.functions = functions;
    this.memory = memory;
  }

  /// Ends an evaluation that cannot go on without a fact.
  static final class Suspended extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Fact fact;

    private Suspended(Fact fact) {
      super(null, null, false, false);
      this.fact = fact;
    }

    Fact fact() {
      return fact;
    }
  }

  Memory memory() {
    return memory;
  }

  Value value(Node node) {
    long before = memory.used();
    Value value = node.accept(this);
    memory.settle(before, value);
    return value;
  }

  @Override
  public Value literal(Node.Literal node) {
    return node.value();
  }

  @Override
  public Value context(Node.Context node) {
    return contexts.context(node.name()).orElse(Value.NULL);
  }

  @Override
  public Value not(Node.Not node) {
    return Value.of(!value(node.operand()).truthy());
  }

  @Override
  public Value and(Node.And node) {
    return firstThat(false, node.operands());
  }

  @Override
  public Value or(Node.Or node) {
    return firstThat(true, node.operands());
  }

  @Override
  public Value comparison(Node.Comparison node) {
    return Value.of(compare(node.comparator(), value(node.left()), value(node.right())));
  }

  private static boolean compare(Comparator comparator, Value one, Value other) {
    return switch (comparator) {
      case EQUAL -> LooseComparison.equal(one, other);
      case NOT_EQUAL -> !LooseComparison.equal(one, other);
      case LESS -> LooseComparison.greater(other, one);
      case LESS_OR_EQUAL ->
          LooseComparison.equal(one, other) || LooseComparison.greater(other, one);
      case GREATER -> LooseComparison.greater(one, other);
      case GREATER_OR_EQUAL ->
          LooseComparison.equal(one, other) || LooseComparison.greater(one, other);
    };
  }

  private Value firstThat(boolean truthy, List<Node> operands) {
    Value value = Value.NULL;
    for (Node operand : operands) {
      value = value(operand);
      if (value.truthy() == truthy) {
        return value;
      }
    }
    return value;
  }

  @Override
  public Value call(Node.Call call) {
    BuiltIn builtIn = BuiltIn.named(call.function());
    if (builtIn != null) {
      return builtIn.call(this, call);
    }
    List<Value> arguments = new ArrayList<>(call.arguments().size());
    for (Node argument : call.arguments()) {
      arguments.add(value(argument));
    }
    Evaluation called = functions.call(call.function(), arguments);
    if (called instanceof Evaluation.Needs(var fact)) {
      throw new Suspended(fact);
    }
    return ((Evaluation.Done) called).value();
  }

  /// The index of what is no collection is not evaluated, as with GitHub's runner.
  @Override
  public Value index(Node.Index node) {
    Value target = value(node.target());
    if (target.kind().isPrimitive()) {
      return Value.NULL;
    }
    boolean mapped = isFiltered(target);
    Value index = value(node.index());
    return mapped ? mapped(items(target), index) : orNull(inside(target, index));
  }

  private static @Nullable Value inside(Value target, Value index) {
    if (target instanceof ArrayValue(var items)) {
      return item(items, index);
    }
    return target instanceof ObjectValue object ? member(object, index) : null;
  }

  private static Value orNull(@Nullable Value value) {
    return value == null ? Value.NULL : value;
  }

  private Value mapped(Collection<Value> items, Value index) {
    List<Value> found = new ArrayList<>();
    for (Value item : items) {
      Value inner = inside(item, index);
      if (inner != null) {
        found.add(inner);
      }
    }
    return filtered(found);
  }

  private static @Nullable Value item(List<Value> items, Value index) {
    double number = Math.floor(index.asNumber());
    return number >= 0 && number < items.size() ? items.get((int) number) : null;
  }

  private static @Nullable Value member(ObjectValue object, Value index) {
    return index.kind().isPrimitive() ? object.member(index.asString()).orElse(null) : null;
  }

  @Override
  public Value filter(Node.Filter node) {
    Value target = value(node.target());
    if (!isFiltered(target)) {
      return filtered(items(target));
    }
    List<Value> found = new ArrayList<>();
    for (Value item : items(target)) {
      found.addAll(items(item));
    }
    return filtered(found);
  }

  private static Collection<Value> items(Value value) {
    if (value instanceof ArrayValue(var items)) {
      return items;
    }
    return value instanceof ObjectValue object ? object.members().values() : List.of();
  }

  private Value filtered(Collection<Value> items) {
    memory.filtered(items.size());
    var array = new ArrayValue(List.copyOf(items));
    filtered = array;
    return array;
  }

  @SuppressWarnings("ReferenceEquality") // an equal array that no filter made is not filtered
  private boolean isFiltered(Value target) {
    return target == filtered;
  }
}
