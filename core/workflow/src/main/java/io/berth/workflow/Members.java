// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Value;
import io.berth.model.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A mapping of a template, looked into by key.
final class Members {

  private final SourceSpan span;
  private final Map<String, Template.Entry> entries = new LinkedHashMap<>();

  private Members(SourceSpan span) {
    this.span = span;
  }

  /// Returns the literal keys of a template, or nothing if it is no mapping.
  static Members of(Template template) {
    Members members = new Members(template.span());
    if (template instanceof Template.Mapping mapping) {
      for (Template.Entry entry : mapping.entries()) {
        if (entry.key() instanceof Template.Literal key) {
          members.entries.put(key.value().asString(), entry);
        }
      }
    }
    return members;
  }

  /// Returns the keys of a member, or nothing if it is absent or no mapping.
  Members in(String key) {
    Template member = get(key);
    return member == null ? new Members(span) : of(member);
  }

  /// Returns where the mapping stands.
  SourceSpan span() {
    return span;
  }

  /// Returns all entries by key, in the order of the file.
  Map<String, Template.Entry> entries() {
    return entries;
  }

  /// Returns whether there is such a key.
  boolean has(String key) {
    return entries.containsKey(key);
  }

  /// Returns the value of a key, or `null` if it is absent.
  @Nullable Template get(String key) {
    Template.Entry entry = entries.get(key);
    return entry == null ? null : entry.value();
  }

  /// Returns where a key stands, or the mapping if it is absent.
  SourceSpan keySpan(String key) {
    Template.Entry entry = entries.get(key);
    return entry == null ? span : entry.key().span();
  }

  /// Returns the text of a literal, or `null` if the key is absent or its value is computed.
  @Nullable String text(String key) {
    return get(key) instanceof Template.Literal literal ? literal.value().asString() : null;
  }

  /// Returns whether the value of a key is literally true.
  boolean isTrue(String key) {
    return get(key) instanceof Template.Literal literal
        && literal.value() instanceof Value.BooleanValue(boolean truth)
        && truth;
  }

  /// Returns the literals of a key whose value is one literal or a list of them.
  List<Template.Literal> literals(String key) {
    return literals(get(key));
  }

  /// Returns the literals of a value that is one literal or a list of them.
  static List<Template.Literal> literals(@Nullable Template template) {
    List<Template.Literal> literals = new ArrayList<>();
    if (template instanceof Template.Literal literal) {
      literals.add(literal);
    } else if (template instanceof Template.Sequence sequence) {
      for (Template item : sequence.items()) {
        if (item instanceof Template.Literal literal) {
          literals.add(literal);
        }
      }
    }
    return literals;
  }
}
