// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Expression;
import io.berth.expressions.ExpressionException;
import io.berth.expressions.Interpolation;
import io.berth.expressions.Interpolation.Hole;
import io.berth.expressions.Names;
import io.berth.expressions.Node;
import io.berth.expressions.Value;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Findings.Remark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the expressions in scalars.
final class Expressions {

  private static final int MAX_LENGTH = 21_000;
  private static final Set<String> STATUS = Set.of("success", "failure", "cancelled", "always");
  private static final Names SUCCESS =
      new Names(Set.of(), Map.of("success", new Names.Arity(0, 0)));

  private final SourceText source;
  private final Findings findings;

  Expressions(SourceText source, Findings findings) {
    this.source = source;
    this.findings = findings;
  }

  /// Returns what a text with `${{` means, or `null` if it cannot be read, which is then reported.
  @Nullable Template read(YamlNode.Scalar scalar, Names names) {
    List<Interpolation.Part> parts = split(scalar);
    if (parts == null) {
      return null;
    }
    List<Interpolation.Part> kept = new ArrayList<>();
    List<Template.Part> holes = new ArrayList<>();
    Places places = new Places(scalar);
    boolean readable = true;
    for (Interpolation.Part part : parts) {
      if (!(part instanceof Hole hole)) {
        kept.add(part);
        continue;
      }
      SourceSpan place = places.next(hole);
      Expression expression = hole(scalar, hole, place, names);
      readable &= expression != null;
      String text = expression == null ? null : quoted(expression);
      if (text != null) {
        kept.add(new Interpolation.Text(text));
      } else if (expression != null) {
        kept.add(part);
        holes.add(new Template.Part(expression, place));
      }
    }
    return readable ? joined(scalar, kept, holes) : null;
  }

  private @Nullable Template joined(
      YamlNode.Scalar scalar, List<Interpolation.Part> parts, List<Template.Part> holes) {
    if (holes.isEmpty()) {
      StringBuilder text = new StringBuilder();
      for (Interpolation.Part part : parts) {
        text.append(part instanceof Interpolation.Text(String plain) ? plain : "");
      }
      return new Template.Literal(Value.of(text.toString()), scalar.text(), scalar.span());
    }
    List<Expression> expressions = new ArrayList<>(holes.size());
    for (Template.Part hole : holes) {
      expressions.add(hole.expression());
    }
    Expression joined = Interpolation.join(parts, expressions);
    if (joined.source().length() > MAX_LENGTH) {
      String problem =
          "an expression has more than " + MAX_LENGTH + " characters, the text around it counted";
      String reference = "Exceeded max expression length " + MAX_LENGTH;
      Remark remark =
          Remark.of(problem, reference)
              .as(ErrorCode.LIMIT_EXCEEDED)
              .fix("Pass the value in `env`, so that the text around it holds no expression.");
      findings.error(Rule.EXPRESSION, scalar.span(), remark);
      return null;
    }
    return new Template.Computed(joined, scalar.text(), holes, scalar.span());
  }

  /// Returns what a bare text in the place of an expression means, `${{` around or in it or not.
  ///
  /// @param success whether `success()` is added unless the text asks for the status itself
  Template.@Nullable Computed readBare(YamlNode.Scalar scalar, Names names, boolean success) {
    String text = scalar.value().asString().strip();
    if (text.isEmpty()) {
      Expression always = Expression.parse("success()", SUCCESS);
      return new Template.Computed(always, scalar.text(), List.of(), scalar.span());
    }
    Expression expression;
    List<Template.Part> parts;
    if (Interpolation.isPresent(text)) {
      Template template = read(scalar, names);
      if (template instanceof Template.Computed computed) {
        expression = computed.expression();
        parts = computed.parts();
      } else if (template instanceof Template.Literal literal) {
        expression = Expression.text(literal.value().asString());
        parts = List.of();
      } else {
        return null;
      }
    } else {
      SourceSpan where = bareSpan(scalar, text);
      Expression bare = parse(text, names, scalar.span(), where);
      if (bare == null) {
        return null;
      }
      expression = bare;
      parts = List.of(new Template.Part(bare, where));
    }
    if (success && !expression.calls(STATUS)) {
      expression = Expression.parse("success()", SUCCESS).and(expression);
    }
    return new Template.Computed(expression, scalar.text(), parts, scalar.span());
  }

  /// Returns whether a text is one placeholder with the directive `insert`.
  static boolean isInsert(String text) {
    return text.startsWith("${{")
        && text.endsWith("}}")
        && text.substring(3, text.length() - 2).strip().equals("insert");
  }

  private @Nullable List<Interpolation.Part> split(YamlNode.Scalar scalar) {
    try {
      return Interpolation.split(scalar.text());
    } catch (ExpressionException open) {
      Remark remark = invalid("`${{` is not closed by `}}`", String.valueOf(open.getMessage()));
      int from = source.text().indexOf("${{", scalar.from());
      int at = from < 0 || from >= scalar.to() ? scalar.from() : from;
      findings.errorPlacedElsewhere(
          Rule.EXPRESSION, source.span(at, at + 3), remark, scalar.span());
      return null;
    }
  }

  private @Nullable Expression hole(
      YamlNode.Scalar scalar, Hole hole, SourceSpan place, Names names) {
    if (hole.source().isEmpty()) {
      findings.error(
          Rule.EXPRESSION,
          scalar.span(),
          invalid("`${{ }}` holds no expression", "An expression was expected"));
      return null;
    }
    if (hole.source().equals("insert")) {
      findings.error(
          Rule.EXPRESSION,
          scalar.span(),
          invalid(
              "`${{ insert }}` stands only as a key of a mapping",
              "The directive 'insert' is not allowed in this context. Directives are not supported"
                  + " for expressions that are embedded within a string. Directives are only"
                  + " supported when the entire value is an expression."));
      return null;
    }
    return parse(hole.source(), names, scalar.span(), place);
  }

  /// Parses an expression. GitHub's reader places its errors at the scalar, we at the expression.
  private @Nullable Expression parse(
      String text, Names names, SourceSpan scalar, SourceSpan where) {
    try {
      return Expression.parse(text, names);
    } catch (ExpressionException wrong) {
      Remark remark = ExpressionRemarks.of(String.valueOf(wrong.getMessage()), names);
      SourceSpan place = ExpressionRemarks.narrow(where, text, wrong.position());
      findings.errorPlacedElsewhere(Rule.EXPRESSION, place, remark, scalar);
      return null;
    }
  }

  /// Returns the text of an expression that is nothing but a text in quotes, else `null`.
  private static @Nullable String quoted(Expression expression) {
    return expression.root() instanceof Node.Literal(Value.StringValue(String text), int position)
        ? text
        : null;
  }

  /// Finds the expressions of a scalar in the file, one after the other. The file has as many `${{`
  /// as the scalar, whatever the style in which the scalar is written.
  private final class Places {

    private final YamlNode.Scalar scalar;
    private int inScalar;
    private int inFile;

    Places(YamlNode.Scalar scalar) {
      this.scalar = scalar;
      this.inFile = scalar.from();
    }

    SourceSpan next(Hole hole) {
      String text = source.text();
      int open = inFile;
      int at = scalar.text().indexOf("${{", inScalar);
      while (at >= 0 && at < hole.start()) {
        open = text.indexOf("${{", inFile);
        inFile = open < 0 ? text.length() : open + 1;
        inScalar = at + 1;
        at = scalar.text().indexOf("${{", inScalar);
      }
      if (open < 0 || open >= scalar.to()) {
        return scalar.span();
      }
      int start = Math.min(open + 3, text.length());
      while (start < scalar.to() && Character.isWhitespace(text.charAt(start))) {
        start++;
      }
      return source.span(start, start + hole.source().length());
    }
  }

  private SourceSpan bareSpan(YamlNode.Scalar scalar, String text) {
    int start = source.text().indexOf(text.charAt(0), scalar.from());
    return start < 0 || start >= scalar.to()
        ? scalar.span()
        : source.span(start, Math.min(scalar.to(), start + text.length()));
  }

  private static Remark invalid(String problem, String reference) {
    return Remark.of(problem, reference).as(ErrorCode.EXPRESSION_INVALID);
  }
}
