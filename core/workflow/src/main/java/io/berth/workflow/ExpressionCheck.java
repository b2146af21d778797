// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Findings.Remark;
import io.berth.workflow.Type.Plain;
import org.jspecify.annotations.Nullable;

/// Checks the expressions of templates in one scope.
///
/// @param scope what the contexts hold there
/// @param findings what is found
record ExpressionCheck(Scope scope, Findings findings) {

  /// What a place can take when its value is one expression.
  enum Wanted {
    /// One text.
    TEXT,
    /// `true` or `false`.
    TRUTH,
    /// A number.
    NUMERIC,
    /// An object.
    OBJECT,
    /// An array, or a text that stands for an array of one.
    LIST,
    /// An array.
    ARRAY,
    /// A text or an object.
    TEXT_OR_OBJECT,
    /// Whatever it is.
    ANYTHING
  }

  /// Returns the same check in another scope.
  ExpressionCheck in(Scope other) {
    return new ExpressionCheck(other, findings);
  }

  /// Checks a template all of whose scalars are texts unless it is itself one expression.
  void check(@Nullable Template template, Wanted wanted) {
    switch (template) {
      case null -> {}
      case Template.Literal literal -> {}
      case Template.Insert insert -> {}
      case Template.Computed computed -> computed(computed, wanted);
      case Template.Sequence sequence -> sequence.items().forEach(item -> check(item, Wanted.TEXT));
      case Template.Mapping mapping -> {
        for (Template.Entry entry : mapping.entries()) {
          check(entry.key(), Wanted.TEXT);
          boolean inserted = entry.key() instanceof Template.Insert;
          check(entry.value(), inserted ? Wanted.OBJECT : Wanted.TEXT);
        }
      }
    }
  }

  /// Returns the type of a scalar with expressions.
  Type type(Template.Computed computed) {
    boolean whole = isWhole(computed);
    Type type = Plain.TEXT;
    for (Template.Part part : computed.parts()) {
      type = ExpressionTypes.check(part, scope, findings);
      if (!whole) {
        requireText(part, type);
      }
    }
    return whole ? type : Plain.TEXT;
  }

  private void computed(Template.Computed computed, Wanted wanted) {
    Type type = type(computed);
    if (!isWhole(computed)) {
      type = Plain.TEXT;
    }
    Template.Part part = computed.parts().isEmpty() ? null : computed.parts().get(0);
    if (part == null || wanted == Wanted.ANYTHING) {
      return;
    }
    if (wanted == Wanted.TEXT) {
      requireText(part, type);
    } else if (!fits(type, wanted)) {
      String problem = noun(wanted) + " is wanted here, and this is " + type.noun();
      findings.lint(Rule.EXPRESSION, part.span(), Remark.of(problem, null));
    }
  }

  /// Whether a scalar is nothing but one `${{ }}`, so that its value keeps its type.
  private static boolean isWhole(Template.Computed computed) {
    return computed.parts().size() == 1
        && computed.expression().equals(computed.parts().get(0).expression());
  }

  private void requireText(Template.Part part, Type type) {
    if (!type.isScalar()) {
      findings.lint(
          Rule.EXPRESSION,
          part.span(),
          Remark.of("a text is wanted here, and this is " + type.noun(), null)
              .fix("Choose a member of it, or use `toJSON` to see it as text."));
    }
  }

  private static boolean fits(Type type, Wanted wanted) {
    if (type == Plain.ANY) {
      return true;
    }
    return switch (wanted) {
      case TEXT -> type.isScalar();
      case TRUTH -> type == Plain.TRUTH;
      case NUMERIC -> type == Plain.NUMERIC;
      case OBJECT -> type instanceof Type.Members;
      case LIST -> type.isScalar() || type instanceof Type.Items;
      case ARRAY -> type instanceof Type.Items;
      case TEXT_OR_OBJECT -> type.isScalar() || type instanceof Type.Members;
      case ANYTHING -> true;
    };
  }

  private static String noun(Wanted wanted) {
    return switch (wanted) {
      case TEXT -> "a text";
      case TRUTH -> "`true` or `false`";
      case NUMERIC -> "a number";
      case OBJECT -> "an object";
      case LIST -> "a text or an array";
      case ARRAY -> "an array";
      case TEXT_OR_OBJECT -> "a text or an object";
      case ANYTHING -> "any value";
    };
  }
}
