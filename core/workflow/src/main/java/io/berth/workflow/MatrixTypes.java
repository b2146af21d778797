// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.workflow.Type.Plain;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `matrix` holds in the legs of a job.
final class MatrixTypes {

  private final ExpressionCheck expressions;

  MatrixTypes(ExpressionCheck expressions) {
    this.expressions = expressions;
  }

  /// Returns the type of `matrix`: nothing in it if the job has none, anything if it is computed.
  Type of(@Nullable Template matrix) {
    return switch (matrix) {
      case null -> Type.exactly(Map.of());
      case Template.Mapping mapping -> mapping(mapping);
      case Template computed -> {
        Type type = valueType(computed);
        yield type == Plain.ANY ? Plain.ANY : Type.open(Plain.ANY);
      }
    };
  }

  private Type mapping(Template.Mapping mapping) {
    Map<String, Type> keys = new LinkedHashMap<>();
    boolean open = false;
    for (Template.Entry entry : mapping.entries()) {
      if (!(entry.key() instanceof Template.Literal key)) {
        open = true;
        continue;
      }
      String name = key.value().asString();
      switch (name) {
        case "include" -> open |= include(entry.value(), keys);
        case "exclude" -> valueType(entry.value());
        default -> merge(keys, name, itemType(valueType(entry.value())));
      }
    }
    return new Type.Members(keys, open ? Plain.ANY : null);
  }

  /// Adds the keys of `include`, and returns whether some of them are not known.
  private boolean include(Template include, Map<String, Type> keys) {
    if (!(include instanceof Template.Sequence sequence)) {
      valueType(include);
      return true;
    }
    boolean open = false;
    for (Template item : sequence.items()) {
      if (valueType(item) instanceof Type.Members members) {
        members.members().forEach((name, type) -> merge(keys, name, type));
        open |= members.others() != null;
      } else {
        open = true;
      }
    }
    return open;
  }

  private static void merge(Map<String, Type> keys, String name, Type type) {
    keys.merge(name.toLowerCase(Locale.ROOT), type, (first, second) -> first.merge(second));
  }

  private static Type itemType(Type row) {
    return row instanceof Type.Items items ? items.item() : Plain.ANY;
  }

  private Type valueType(Template template) {
    return switch (template) {
      case Template.Literal literal -> Type.of(literal.value());
      case Template.Computed computed -> expressions.type(computed);
      case Template.Insert insert -> Plain.ANY;
      case Template.Sequence sequence -> {
        Type merged = null;
        for (Template item : sequence.items()) {
          Type type = valueType(item);
          merged = merged == null ? type : merged.merge(type);
        }
        yield new Type.Items(merged == null ? Plain.ANY : merged, false);
      }
      case Template.Mapping mapping -> {
        Map<String, Type> members = new LinkedHashMap<>();
        boolean open = false;
        for (Template.Entry entry : mapping.entries()) {
          Type type = valueType(entry.value());
          if (entry.key() instanceof Template.Literal key) {
            members.put(key.value().asString().toLowerCase(Locale.ROOT), type);
          } else {
            open = true;
          }
        }
        yield new Type.Members(members, open ? Plain.ANY : null);
      }
    };
  }
}
