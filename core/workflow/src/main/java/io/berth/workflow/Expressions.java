// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Expression;
import io.berth.expressions.ExpressionException;
import io.berth.expressions.Names;
import io.berth.expressions.Value;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Findings.Remark;
import io.berth.workflow.Placeholders.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the expressions in scalars.
final class Expressions {

  private static final int MAX_LENGTH = 21_000;

  private final SourceText source;
  private final Findings findings;

  Expressions(SourceText source, Findings findings) {
    this.source = source;
    this.findings = findings;
  }

  /// Returns what a text with `${{` means, or `null` if it cannot be read, which is then reported.
  @Nullable Template read(YamlNode.Scalar scalar, Names names) {
    List<Part> parts = parts(scalar);
    if (parts == null) {
      return null;
    }
    if (parts.size() == 1 && parts.get(0) instanceof Part.Embedded only) {
      return whole(scalar, only, names);
    }
    List<Template.Part> parsed = new ArrayList<>();
    boolean literal = true;
    boolean readable = true;
    for (Part part : parts) {
      if (part instanceof Part.Embedded embedded) {
        Template.Part expression = embedded(scalar, embedded, names);
        readable &= expression != null;
        literal &= Placeholders.quoted(embedded.expression()) != null;
        if (expression != null) {
          parsed.add(expression);
        }
      }
    }
    if (!readable) {
      return null;
    }
    if (literal) {
      String text = literal(parts);
      return new Template.Literal(Value.of(text), scalar.text(), scalar.span());
    }
    Expression joined = parse(Placeholders.join(parts), names, scalar.span());
    return joined == null
        ? null
        : new Template.Computed(joined, scalar.text(), parsed, scalar.span());
  }

  /// Returns what a bare text in the place of an expression means, `${{` around or in it or not.
  ///
  /// @param success whether `success()` is added unless the text asks for the status itself
  Template.@Nullable Computed readBare(YamlNode.Scalar scalar, Names names, boolean success) {
    String text = scalar.text().strip();
    if (text.isEmpty() || scalar.value() instanceof Value.NullValue) {
      Expression always = parse("success()", names, scalar.span());
      return always == null
          ? null
          : new Template.Computed(always, scalar.text(), List.of(), scalar.span());
    }
    List<Template.Part> parsed = new ArrayList<>();
    if (Placeholders.in(text)) {
      Template template = read(scalar, names);
      if (template instanceof Template.Computed computed) {
        parsed.addAll(computed.parts());
        text = computed.expression().source();
      } else if (template instanceof Template.Literal literal) {
        text = '\'' + Texts.of(literal.value()).replace("'", "''") + '\'';
      } else {
        return null;
      }
    } else {
      Expression bare = parse(text, names, scalar.span());
      if (bare == null) {
        return null;
      }
      parsed.add(new Template.Part(bare, bareSpan(scalar)));
    }
    String complete = success && !StatusCalls.in(text) ? "success() && (" + text + ")" : text;
    Expression expression = parse(complete, names, scalar.span());
    return expression == null
        ? null
        : new Template.Computed(expression, scalar.text(), parsed, scalar.span());
  }

  /// Returns whether the text of a placeholder that stands alone is the directive `insert`.
  static boolean isInsert(String text) {
    List<Part> parts = Placeholders.parts(text);
    return parts != null
        && parts.size() == 1
        && parts.get(0) instanceof Part.Embedded only
        && only.expression().equals("insert");
  }

  private @Nullable List<Part> parts(YamlNode.Scalar scalar) {
    List<Part> parts = Placeholders.parts(scalar.text());
    if (parts == null) {
      findings.error(
          Rule.EXPRESSION,
          scalar.span(),
          invalid(
              "`${{` is not closed",
              "The expression is not closed. An unescaped ${{ sequence was found, but the closing"
                  + " }} sequence was not found."));
    }
    return parts;
  }

  private @Nullable Template whole(YamlNode.Scalar scalar, Part.Embedded only, Names names) {
    String text = Placeholders.quoted(only.expression());
    if (text != null) {
      return new Template.Literal(Value.of(text), scalar.text(), scalar.span());
    }
    Template.Part part = embedded(scalar, only, names);
    return part == null
        ? null
        : new Template.Computed(part.expression(), scalar.text(), List.of(part), scalar.span());
  }

  private Template.@Nullable Part embedded(
      YamlNode.Scalar scalar, Part.Embedded embedded, Names names) {
    String expression = embedded.expression();
    if (expression.isEmpty()) {
      findings.error(
          Rule.EXPRESSION,
          scalar.span(),
          invalid("`${{ }}` holds no expression", "An expression was expected"));
      return null;
    }
    if (expression.equals("insert")) {
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
    Expression parsed = parse(expression, names, scalar.span(), span(scalar, embedded));
    return parsed == null ? null : new Template.Part(parsed, span(scalar, embedded));
  }

  private @Nullable Expression parse(String text, Names names, SourceSpan scalar) {
    return parse(text, names, scalar, scalar);
  }

  /// Parses an expression. GitHub's reader places its errors at the scalar, we at the expression.
  private @Nullable Expression parse(
      String text, Names names, SourceSpan scalar, SourceSpan where) {
    if (text.length() > MAX_LENGTH) {
      String problem =
          "an expression has more than " + MAX_LENGTH + " characters, the text around it counted";
      String reference = "Exceeded max expression length " + MAX_LENGTH;
      findings.error(
          Rule.EXPRESSION, scalar, Remark.of(problem, reference).as(ErrorCode.LIMIT_EXCEEDED));
      return null;
    }
    try {
      return Expression.parse(text, names);
    } catch (ExpressionException wrong) {
      String message = String.valueOf(wrong.getMessage());
      Remark remark = ExpressionRemarks.of(message, names);
      findings.errorPlacedElsewhere(Rule.EXPRESSION, where, remark, scalar);
      return null;
    }
  }

  private static String literal(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Plain(String plain) -> text.append(plain);
        case Part.Embedded(String expression, int ordinal) ->
            text.append(String.valueOf(Placeholders.quoted(expression)));
      }
    }
    return text.toString();
  }

  private SourceSpan span(YamlNode.Scalar scalar, Part.Embedded embedded) {
    String text = source.text();
    int open = Placeholders.find(text, scalar.from(), scalar.to(), embedded.ordinal());
    int start = Math.min(open + 3, text.length());
    while (start < scalar.to() && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    return source.span(start, start + embedded.expression().length());
  }

  private SourceSpan bareSpan(YamlNode.Scalar scalar) {
    String text = source.text();
    int start = scalar.from();
    char first = scalar.text().strip().charAt(0);
    while (start < scalar.to() && text.charAt(start) != first) {
      start++;
    }
    return start >= scalar.to() ? scalar.span() : source.span(start, scalar.to());
  }

  private static Remark invalid(String problem, String reference) {
    return Remark.of(problem, reference).as(ErrorCode.EXPRESSION_INVALID);
  }
}
