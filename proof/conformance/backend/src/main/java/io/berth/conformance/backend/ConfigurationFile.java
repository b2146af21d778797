// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.spi.Setting;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Settings as they stand in a YAML file or on a command line.
final class ConfigurationFile {

  private ConfigurationFile() {}

  /// Reads a mapping.
  ///
  /// @throws IllegalArgumentException if it is none
  static Setting.Section section(String text, String name) {
    Object loaded;
    try {
      loaded = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(text);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("`" + name + "` is no YAML: " + e.getMessage(), e);
    }
    if (loaded == null) {
      return Setting.Section.EMPTY;
    }
    if (loaded instanceof Map<?, ?> map) {
      return section(map);
    }
    throw new IllegalArgumentException("`" + name + "` is no mapping of keys to values");
  }

  private static Setting.Section section(Map<?, ?> map) {
    Map<String, Setting> entries = new LinkedHashMap<>();
    map.forEach((key, value) -> entries.put(String.valueOf(key), setting(value)));
    return new Setting.Section(entries);
  }

  private static Setting setting(@Nullable Object value) {
    return switch (value) {
      case null -> new Setting.Text("");
      case Map<?, ?> map -> section(map);
      case List<?> list -> {
        List<Setting> items = new ArrayList<>();
        list.forEach(item -> items.add(setting(item)));
        yield new Setting.Items(items);
      }
      case Boolean flag -> new Setting.Flag(flag);
      case Number number -> new Setting.Amount(new BigDecimal(number.toString()));
      default -> new Setting.Text(value.toString());
    };
  }
}
