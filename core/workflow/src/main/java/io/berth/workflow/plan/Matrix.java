// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.Similar;
import io.berth.workflow.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Expands a matrix to its legs, as GitHub does: the product of the vectors in their order, the
/// last one fastest; without what `exclude` matches; with what every matching item of `include`
/// adds; then the items of `include` that matched nothing.
public final class Matrix {

  /// The most legs that a matrix may have.
  public static final int MAX_LEGS = 256;

  private static final int MAX_PRODUCT = 1_000_000;

  private final Template template;
  private final Map<String, List<Value>> vectors = new LinkedHashMap<>();
  private final List<Include> includes = new ArrayList<>();
  private final List<MatrixFilter> excludes = new ArrayList<>();
  private final List<BerthError> errors = new ArrayList<>();
  private final List<MatrixLeg> legs = new ArrayList<>();

  private Matrix(Template template) {
    this.template = template;
  }

  private static final class Include {

    final MatrixFilter filter;
    final Map<String, Value> item;
    boolean matched;

    Include(MatrixFilter filter, Map<String, Value> item) {
      this.filter = filter;
      this.item = item;
    }
  }

  /// Returns the legs, at most [#MAX_LEGS].
  ///
  /// @param template the `matrix`, for the places of errors
  /// @param value its value
  /// @throws BerthException if it is no valid matrix: all that is wrong with it
  public static List<MatrixLeg> expand(Template template, Value value) {
    var matrix = new Matrix(template);
    matrix.read(value);
    matrix.refuse();
    matrix.multiply();
    for (Include include : matrix.includes) {
      if (!include.matched) {
        matrix.add(include.item, include.item);
      }
    }
    matrix.refuse();
    return List.copyOf(matrix.legs);
  }

  private void read(Value value) {
    if (!(value instanceof Value.ObjectValue object)) {
      wrong(null, "`matrix` has to be a mapping, found " + TemplateEvaluator.shown(value));
      return;
    }
    object.members().forEach(this::readVector);
    readIncludes(object.member("include").orElse(Value.NULL));
    readExcludes(object.member("exclude").orElse(Value.NULL));
    if (vectors.isEmpty() && includes.isEmpty() && errors.isEmpty()) {
      wrong(null, "Matrix must define at least one vector");
    }
  }

  private void readVector(String name, Value value) {
    if (name.equalsIgnoreCase("include") || name.equalsIgnoreCase("exclude")) {
      return;
    }
    if (!(value instanceof Value.ArrayValue(var items))) {
      wrong(
          name,
          "Matrix vector '" + name + "' has to be a list, found " + TemplateEvaluator.shown(value));
    } else if (items.isEmpty()) {
      wrong(name, "Matrix vector '" + name + "' does not contain any values");
    } else {
      vectors.put(name, items);
    }
  }

  private void readIncludes(Value value) {
    for (Value.ObjectValue item : items("include", value)) {
      Map<String, Value> wanted = new LinkedHashMap<>();
      item.members()
          .forEach(
              (name, member) -> {
                if (isVector(name)) {
                  wanted.put(name, member);
                }
              });
      includes.add(new Include(new MatrixFilter(wanted), item.members()));
    }
  }

  private void readExcludes(Value value) {
    for (Value.ObjectValue item : items("exclude", value)) {
      if (item.members().isEmpty()) {
        wrong("exclude", "Matrix exclude filter must not be empty");
      }
      for (String name : item.members().keySet()) {
        if (!isVector(name)) {
          errors.add(
              new BerthError(
                  ErrorCode.WORKFLOW_INVALID,
                  "Matrix exclude key '" + name + "' does not match any key within the matrix",
                  null,
                  place("exclude"),
                  Similar.to(name, vectors.keySet())));
        }
      }
      excludes.add(new MatrixFilter(item.members()));
    }
  }

  private List<Value.ObjectValue> items(String name, Value value) {
    List<Value.ObjectValue> found = new ArrayList<>();
    switch (value) {
      case Value.NullValue() -> {}
      case Value.ArrayValue(var items) -> {
        for (Value item : items) {
          if (item instanceof Value.ObjectValue object) {
            found.add(object);
          } else {
            wrong(
                name,
                "an item of `" + name + "` is a mapping, found " + TemplateEvaluator.shown(item));
          }
        }
      }
      case Value.ObjectValue object -> wrong(name, "`" + name + "` has to be a list");
      case Value.StringValue text -> wrong(name, "`" + name + "` has to be a list");
      case Value.NumberValue number -> wrong(name, "`" + name + "` has to be a list");
      case Value.BooleanValue truth -> wrong(name, "`" + name + "` has to be a list");
    }
    return found;
  }

  private boolean isVector(String name) {
    for (String vector : vectors.keySet()) {
      if (vector.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  private void multiply() {
    long size = vectors.isEmpty() ? 0 : 1;
    for (List<Value> items : vectors.values()) {
      size *= items.size();
      if (size > MAX_PRODUCT) {
        tooMany();
        return;
      }
    }
    for (int index = 0; index < size && legs.size() <= MAX_LEGS; index++) {
      var combination = combination(index, (int) size);
      if (!isExcluded(combination)) {
        add(withIncludes(combination), combination.members());
      }
    }
  }

  private Value.ObjectValue combination(int index, int size) {
    Map<String, Value> values = new LinkedHashMap<>();
    int block = size;
    for (Map.Entry<String, List<Value>> vector : vectors.entrySet()) {
      var items = vector.getValue();
      block /= items.size();
      values.put(vector.getKey(), items.get((index / block) % items.size()));
    }
    return Value.object(values);
  }

  private boolean isExcluded(Value.ObjectValue combination) {
    for (MatrixFilter exclude : excludes) {
      if (exclude.matches(combination)) {
        return true;
      }
    }
    return false;
  }

  private Map<String, Value> withIncludes(Value.ObjectValue combination) {
    Map<String, Value> values = new LinkedHashMap<>(combination.members());
    for (Include include : includes) {
      if (!include.filter.matches(combination)) {
        continue;
      }
      include.matched = true;
      include.item.forEach(
          (name, value) -> {
            if (!isVector(name)) {
              values.put(name, value);
            }
          });
    }
    return values;
  }

  private void add(Map<String, Value> values, Map<String, Value> named) {
    List<String> segments = new ArrayList<>();
    named.values().forEach(value -> scalars(value, segments));
    legs.add(new MatrixLeg(Value.object(values), segments));
    if (legs.size() == MAX_LEGS + 1) {
      tooMany();
    }
  }

  private static void scalars(Value value, List<String> into) {
    switch (value) {
      case Value.ArrayValue(var items) -> items.forEach(item -> scalars(item, into));
      case Value.ObjectValue object -> object.members().values().forEach(v -> scalars(v, into));
      case Value.NullValue() -> {}
      case Value.BooleanValue scalar -> into.add(scalar.asString());
      case Value.NumberValue scalar -> into.add(scalar.asString());
      case Value.StringValue(var text) -> {
        if (!text.isEmpty()) {
          into.add(text);
        }
      }
    }
  }

  private void tooMany() {
    errors.add(
        new BerthError(
            ErrorCode.LIMIT_EXCEEDED,
            "The matrix makes more than " + MAX_LEGS + " jobs",
            "Leave out combinations with `exclude`, or divide the job.",
            template.span(),
            List.of()));
  }

  private void wrong(@Nullable String key, String problem) {
    errors.add(new BerthError(ErrorCode.WORKFLOW_INVALID, problem, null, place(key), List.of()));
  }

  private SourceSpan place(@Nullable String key) {
    if (key != null && template instanceof Template.Mapping(var entries, _)) {
      for (Template.Entry entry : entries) {
        if (entry.key() instanceof Template.Literal(_, var source, _) && source.equals(key)) {
          return entry.value().span();
        }
      }
    }
    return template.span();
  }

  private void refuse() {
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
  }
}
