// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Value;
import io.berth.model.SourceSpan;
import java.util.List;

/// A part of a YAML document. An alias is the very node that its anchor names.
sealed interface YamlNode {

  /// Returns where it stands.
  SourceSpan span();

  /// Returns how many nodes it holds, itself included, each alias counted in full.
  int size();

  /// A scalar.
  ///
  /// @param value what the core schema makes of it: null, a boolean, a number or a string
  /// @param text its characters, without quotes and with escapes resolved
  /// @param from the offset in the file at which it starts
  /// @param to the offset after its end
  /// @param span where it stands
  record Scalar(Value value, String text, int from, int to, SourceSpan span) implements YamlNode {
    @Override
    public int size() {
      return 1;
    }
  }

  /// A list.
  ///
  /// @param items its items in order
  /// @param size how many nodes it holds
  /// @param span where it stands
  record Sequence(List<YamlNode> items, int size, SourceSpan span) implements YamlNode {}

  /// A mapping. Keys may repeat: that is for the reader of the schema to refuse.
  ///
  /// @param pairs its entries in order
  /// @param size how many nodes it holds
  /// @param span where it stands
  record Mapping(List<Pair> pairs, int size, SourceSpan span) implements YamlNode {}

  /// One entry of a mapping.
  ///
  /// @param key its key
  /// @param value its value
  record Pair(Scalar key, YamlNode value) {}
}
