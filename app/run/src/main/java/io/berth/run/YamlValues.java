// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads files of names and values that are YAML: one mapping of texts, numbers and truths.
final class YamlValues {

  private YamlValues() {}

  static boolean isYaml(String file) {
    return file.endsWith(".yml") || file.endsWith(".yaml");
  }

  /// Reads a file.
  ///
  /// @param file how it is called in errors
  /// @param errors takes all that is wrong with it
  static Map<String, String> read(String file, String text, List<BerthError> errors) {
    Map<String, String> values = new LinkedHashMap<>();
    try {
      Object document = new Load(LoadSettings.builder().build()).loadFromString(text);
      if (document instanceof Map<?, ?> mapping) {
        mapping.forEach((name, value) -> add(file, String.valueOf(name), value, values, errors));
      } else if (document != null) {
        errors.add(error("a mapping of names and values was expected", place(file, 1, 1)));
      }
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().orElse(null);
      errors.add(
          error(
              e.getProblem(),
              mark == null
                  ? place(file, 1, 1)
                  : place(file, mark.getLine() + 1, mark.getColumn() + 1)));
    } catch (YamlEngineException e) {
      errors.add(error(String.valueOf(e.getMessage()), place(file, 1, 1)));
    }
    return values;
  }

  private static void add(
      String file, String name, Object value, Map<String, String> values, List<BerthError> errors) {
    if (value instanceof Map || value instanceof Iterable) {
      errors.add(error("the value of `" + name + "` is no text", place(file, 1, 1)));
    } else {
      values.put(name, value == null ? "" : value.toString());
    }
  }

  private static BerthError error(String problem, SourceSpan place) {
    return new BerthError(
        ErrorCode.USAGE, problem, "write one `NAME: VALUE` a line", place, List.of());
  }

  private static SourceSpan place(String file, int line, int column) {
    return new SourceSpan(file, line, column, 1);
  }
}
