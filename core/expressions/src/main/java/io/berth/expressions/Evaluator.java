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
final class Evaluator {

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
    Value value = compute(node);
    memory.settle(before, value);
    return value;
  }

  private Value compute(Node node) {
    return switch (node) {
      case Node.Literal(var value, var position) -> value;
      case Node.Context(var name, var position) -> contexts.context(name).orElse(Value.NULL);
      case Node.Index index -> index(index);
      case Node.Filter(var target, var position) -> filter(value(target));
      case Node.Not(var operand, var position) -> Value.of(!value(operand).truthy());
      case Node.Comparison(var comparator, var left, var right, var position) ->
          Value.of(compare(comparator, value(left), value(right)));
      case Node.And(var operands, var position) -> firstThat(false, operands);
      case Node.Or(var operands, var position) -> firstThat(true, operands);
      case Node.Call call -> call(call);
    };
  }

  private static boolean compare(Comparator comparator, Value one, Value other) {
    return switch (comparator) {
      case EQUAL -> Kinds.equal(one, other);
      case NOT_EQUAL -> !Kinds.equal(one, other);
      case LESS -> Kinds.greater(other, one);
      case LESS_OR_EQUAL -> Kinds.equal(one, other) || Kinds.greater(other, one);
      case GREATER -> Kinds.greater(one, other);
      case GREATER_OR_EQUAL -> Kinds.equal(one, other) || Kinds.greater(one, other);
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

  private Value call(Node.Call call) {
    BuiltIn builtIn = BuiltIn.named(call.function());
    if (builtIn != null) {
      return builtIn.call(this, call);
    }
    List<Value> arguments = new ArrayList<>(call.arguments().size());
    for (Node argument : call.arguments()) {
      arguments.add(value(argument));
    }
    return switch (functions.call(call.function(), arguments)) {
      case Evaluation.Done(var value) -> value;
      case Evaluation.Needs(var fact) -> throw new Suspended(fact);
    };
  }

  /// The index of what is no collection is not evaluated, as with GitHub's runner.
  private Value index(Node.Index node) {
    Value target = value(node.target());
    boolean mapped = isFiltered(target);
    return switch (target) {
      case ArrayValue(var items) -> {
        Value index = value(node.index());
        yield mapped ? mapped(items, index) : orNull(item(items, index));
      }
      case ObjectValue object -> orNull(member(object, value(node.index())));
      case Value.NullValue() -> Value.NULL;
      case Value.BooleanValue truth -> Value.NULL;
      case Value.NumberValue number -> Value.NULL;
      case Value.StringValue text -> Value.NULL;
    };
  }

  private static Value orNull(@Nullable Value value) {
    return value == null ? Value.NULL : value;
  }

  private Value mapped(List<Value> items, Value index) {
    List<Value> found = new ArrayList<>();
    for (Value item : items) {
      Value inner =
          switch (item) {
            case ArrayValue(var nested) -> item(nested, index);
            case ObjectValue object -> member(object, index);
            case Value.NullValue() -> null;
            case Value.BooleanValue truth -> null;
            case Value.NumberValue number -> null;
            case Value.StringValue text -> null;
          };
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
    return Kinds.primitive(index) ? object.member(index.asString()).orElse(null) : null;
  }

  private Value filter(Value target) {
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
    return switch (value) {
      case ArrayValue(var items) -> items;
      case ObjectValue object -> object.members().values();
      case Value.NullValue() -> List.of();
      case Value.BooleanValue truth -> List.of();
      case Value.NumberValue number -> List.of();
      case Value.StringValue text -> List.of();
    };
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
