// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.Dialect;
import java.util.ArrayList;
import java.util.List;

/// Reads evaluated values where the language wants a certain type.
public final class Typed {

  private Typed() {}

  /// Returns a truth value. GitHub takes nothing else; the others read `true`, `false` and nothing
  /// as texts, too.
  ///
  /// @throws BerthException if it is none
  public static boolean truth(Value value, Dialect dialect, SourceSpan place) {
    if (value instanceof Value.BooleanValue(var truth)) {
      return truth;
    }
    if (dialect != Dialect.GITHUB && value.asString().equals("true")) {
      return true;
    }
    if (dialect != Dialect.GITHUB
        && (value.asString().isEmpty() || value.asString().equals("false"))) {
      return false;
    }
    throw unexpected(value, place, "Give `true` or `false`, or an expression that yields one.");
  }

  /// Returns a whole number from 0. GitHub takes nothing else; the others read texts, too.
  ///
  /// @throws BerthException if it is none
  public static int count(Value value, Dialect dialect, SourceSpan place) {
    boolean readable =
        value instanceof Value.NumberValue
            || (value instanceof Value.StringValue && dialect != Dialect.GITHUB);
    double number = value.asNumber();
    if (!readable || !(number >= 0 && number <= Integer.MAX_VALUE) || number != Math.rint(number)) {
      throw unexpected(value, place, "Give a whole number from 1.");
    }
    return (int) number;
  }

  /// Returns the labels that `runs-on` names: one, a list, or the `labels` of a mapping.
  ///
  /// @throws BerthException if it is an empty text, or of another form
  public static List<String> labels(Value value, SourceSpan place) {
    if (value instanceof Value.ObjectValue object) {
      var inner = object.member("labels").orElse(Value.NULL);
      return inner instanceof Value.NullValue ? List.of() : labels(inner, place);
    }
    if (value instanceof Value.ArrayValue(var items)) {
      List<String> labels = new ArrayList<>();
      for (Value item : items) {
        labels.add(item.asString());
      }
      return labels;
    }
    if (value.asString().isEmpty()) {
      throw unexpected(value, place, "Name at least one label.");
    }
    return List.of(value.asString());
  }

  private static BerthException unexpected(Value value, SourceSpan place, String remedy) {
    return new BerthException(
        new BerthError(
            ErrorCode.EXPRESSION_FAILED,
            "Unexpected value '" + value.asString() + "'",
            remedy,
            place,
            List.of()));
  }
}
