// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Expression;
import io.berth.expressions.Value;
import io.berth.model.SourceSpan;
import java.util.List;

/// A part of a workflow file whose value may have to be computed: the tree of YAML with the
/// expressions in it parsed.
public sealed interface Template {

  /// Returns where it stands.
  SourceSpan span();

  /// A scalar without an expression.
  ///
  /// @param value null, a boolean, a number or a string, as YAML's core schema reads it
  /// @param source the characters in the file, without quotes
  /// @param span where it stands
  record Literal(Value value, String source, SourceSpan span) implements Template {}

  /// A scalar that is one expression, whose value keeps its type, or text with expressions in it,
  /// joined to one `format` call, whose value is a string.
  ///
  /// @param expression what to compute
  /// @param source the characters in the file, `${{` and `}}` included
  /// @param parts the expressions of which it is made, each where it stands
  /// @param span where it stands
  record Computed(Expression expression, String source, List<Part> parts, SourceSpan span)
      implements Template {
    public Computed {
      parts = List.copyOf(parts);
    }

    /// @param expression what to compute
    /// @param source the characters in the file
    /// @param span where it stands
    public Computed(Expression expression, String source, SourceSpan span) {
      this(expression, source, List.of(new Part(expression, span)), span);
    }
  }

  /// One `${{ }}` in a text.
  ///
  /// @param expression what stands in it
  /// @param span where the expression stands, without `${{` and `}}`
  record Part(Expression expression, SourceSpan span) {}

  /// A list.
  ///
  /// @param items its items in order
  /// @param span where it stands
  record Sequence(List<Template> items, SourceSpan span) implements Template {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// A mapping.
  ///
  /// @param entries its entries in order
  /// @param span where it stands
  record Mapping(List<Entry> entries, SourceSpan span) implements Template {
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /// One entry of a mapping.
  ///
  /// @param key the key; a computed one is evaluated too
  /// @param value the value
  record Entry(Template key, Template value) {}

  /// The key `${{ insert }}`, whose value is a mapping that is merged into the one around it.
  ///
  /// @param span where it stands
  record Insert(SourceSpan span) implements Template {}
}
