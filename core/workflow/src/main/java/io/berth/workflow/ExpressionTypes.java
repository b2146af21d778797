// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Node;
import io.berth.expressions.Node.Comparator;
import io.berth.expressions.Value;
import io.berth.model.SourceSpan;
import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Findings.Remark;
import io.berth.workflow.Type.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds the type of an expression, and reports in it what cannot be meant: members that do not
/// exist, comparisons that are never true, arguments of a wrong type.
final class ExpressionTypes {

  private final Scope scope;
  private final Findings findings;
  private final SourceSpan where;
  private final String source;

  private ExpressionTypes(Scope scope, Findings findings, Template.Part part) {
    this.scope = scope;
    this.findings = findings;
    this.where = part.span();
    this.source = part.expression().source();
  }

  /// Returns the type of an expression.
  static Type check(Template.Part part, Scope scope, Findings findings) {
    return new ExpressionTypes(scope, findings, part).type(part.expression().root());
  }

  private Type type(Node node) {
    return switch (node) {
      case Node.Literal literal -> Type.of(literal.value());
      case Node.Context context -> scope.context(context.name());
      case Node.Index index -> index(index);
      case Node.Filter filter -> filter(filter);
      case Node.Not not -> {
        type(not.operand());
        yield Plain.TRUTH;
      }
      case Node.Comparison comparison -> comparison(comparison);
      case Node.And and -> and(and);
      case Node.Or or -> or(or);
      case Node.Call call -> call(call);
    };
  }

  /// `a && b` is `b`, or whatever falsy value `a` has.
  private Type and(Node.And and) {
    Type last = Plain.ANY;
    for (Node operand : and.operands()) {
      last = type(operand);
    }
    return last == Plain.TRUTH ? last : Plain.ANY;
  }

  private Type or(Node.Or or) {
    Type merged = null;
    for (Node operand : or.operands()) {
      Type type = type(operand);
      merged = merged == null ? type : merged.merge(type);
    }
    return merged == null ? Plain.ANY : merged;
  }

  private Type index(Node.Index index) {
    Type target = type(index.target());
    if (index.index() instanceof Node.Literal(Value.StringValue(String name), int position)) {
      remarkOnName(index.target(), name, position);
      return member(target, name, index, position);
    }
    Type key = type(index.index());
    return switch (target) {
      case Plain.ANY -> Plain.ANY;
      case Type.Items items -> {
        if (key != Plain.NUMERIC && key != Plain.ANY) {
          report(
              index.position(),
              Remark.of("an array is looked into by number, not by " + key.noun(), null));
        }
        yield items.filtered() ? Plain.ANY : items.item();
      }
      case Type.Members members -> {
        boolean numbered = key == Plain.NUMERIC && index.target() instanceof Node.Context;
        if (!key.isScalar() || numbered) {
          report(
              index.position(),
              Remark.of("an object is looked into by name, not by " + key.noun(), null));
        }
        yield members.others() == null ? Plain.ANY : members.others();
      }
      case Type other -> noMembers(other, index.position());
    };
  }

  private void remarkOnName(Node target, String name, int position) {
    boolean variable = target instanceof Node.Context context && context.name().equals("vars");
    if (variable && name.toUpperCase(Locale.ROOT).startsWith("GITHUB_")) {
      report(
          position, Remark.of("no variable is named `" + name + "`: `GITHUB_` is reserved", null));
    }
  }

  private Type member(Type target, String name, Node.Index index, int position) {
    return switch (target) {
      case Plain.ANY -> Plain.ANY;
      case Type.Members members -> {
        Type member = members.member(name);
        yield member == null ? unknown(members, name, index, position) : member;
      }
      case Type.Items items when items.filtered() -> {
        Type inner =
            items.item() instanceof Type.Members members
                ? members.member(name)
                : items.item() == Plain.ANY ? Plain.ANY : null;
        yield new Type.Items(inner == null ? Plain.ANY : inner, true);
      }
      case Type.Items items -> {
        report(
            index.position(),
            Remark.of("an array has no member `" + name + "`", null)
                .fix("Use `.*." + name + "` to get `" + name + "` of every item."));
        yield Plain.ANY;
      }
      case Type other -> noMembers(other, index.position());
    };
  }

  private Type noMembers(Type type, int position) {
    report(position, Remark.of(type.noun() + " has no members to look into", null));
    return Plain.ANY;
  }

  private Type unknown(Type.Members members, String name, Node.Index index, int position) {
    String owner = path(index.target());
    Remark remark;
    if (owner.equals("inputs") && members.members().isEmpty()) {
      remark =
          Remark.of(
              scope.ofAction()
                  ? "`inputs` is empty, for the action declares none"
                  : "`inputs` is empty, for neither `workflow_call` nor `workflow_dispatch` "
                      + "declares inputs",
              null);
    } else {
      remark = Remark.of("`" + owner + "` has no member `" + name + "`", null).fix(hint(owner));
    }
    report(position, remark.similarTo(Similar.to(name, members.members().keySet())));
    return Plain.ANY;
  }

  private static @Nullable String hint(String owner) {
    return switch (owner) {
      case "steps" -> "Refer to the `id` of a step that stands above in the same job.";
      case "needs" -> "Name the job in `needs` of this job.";
      case "matrix" -> "Use a key of `strategy.matrix` of this job.";
      default -> null;
    };
  }

  private Type filter(Node.Filter filter) {
    Type target = type(filter.target());
    return switch (target) {
      case Plain.ANY -> new Type.Items(Plain.ANY, true);
      case Type.Items items -> new Type.Items(items.item(), true);
      case Type.Members members -> {
        Type item = members.others();
        for (Type member : members.members().values()) {
          item = item == null ? member : item.merge(member);
        }
        yield new Type.Items(item == null ? Plain.ANY : item, true);
      }
      case Type other -> {
        noMembers(other, filter.position());
        yield new Type.Items(Plain.ANY, true);
      }
    };
  }

  private Type comparison(Node.Comparison comparison) {
    Type left = type(comparison.left());
    Type right = type(comparison.right());
    Comparator comparator = comparison.comparator();
    if (comparator == Comparator.EQUAL || comparator == Comparator.NOT_EQUAL) {
      if (!comparable(left, right)) {
        String problem =
            left.noun() + " is compared with " + right.noun() + ", which is never equal";
        report(comparison.position(), Remark.of(problem, null));
      }
      return Plain.TRUTH;
    }
    for (Type side : List.of(left, right)) {
      boolean ordered = side == Plain.ANY || side == Plain.NUMERIC || side == Plain.TEXT;
      if (!ordered) {
        String problem = side.noun() + " is neither less nor greater than another value";
        report(comparison.position(), Remark.of(problem, null));
      }
    }
    return Plain.TRUTH;
  }

  private static boolean comparable(Type left, Type right) {
    if (left == Plain.ANY || right == Plain.ANY) {
      return true;
    }
    if (left == Plain.NULL || right == Plain.NULL) {
      return true;
    }
    if (left instanceof Type.Items one && right instanceof Type.Items two) {
      return comparable(one.item(), two.item());
    }
    if (left instanceof Type.Members && right instanceof Type.Members) {
      return true;
    }
    return left.isScalar() && right.isScalar();
  }

  private Type call(Node.Call call) {
    List<Type> types = new ArrayList<>();
    for (Node argument : call.arguments()) {
      types.add(type(argument));
    }
    return FunctionTypes.check(call, types, this::report);
  }

  /// Returns how an expression that looks into a context is written: `github.event`.
  private static String path(Node node) {
    return switch (node) {
      case Node.Context context -> context.name();
      case Node.Index(Node target, Node.Literal literal, int position) ->
          path(target) + "." + literal.value().asString();
      case Node.Index index -> path(index.target()) + "[…]";
      case Node.Filter filter -> path(filter.target()) + ".*";
      case Node.Call call -> call.function() + "(…)";
      case Node other -> "the value";
    };
  }

  private void report(int position, Remark remark) {
    findings.lint(Rule.EXPRESSION, ExpressionRemarks.narrow(where, source, position), remark);
  }
}
