// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Backend;
import io.berth.spi.BackendFactory;
import io.berth.spi.Setting;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A backend whose settings stand in a file beside it, so that runners give none.
///
/// @param factory of the backend
/// @param settings of it
record ServedSettings(BackendFactory factory, Setting.Section settings) implements BackendFactory {

  /// @throws BerthException if the file is not an object in JSON, or the backend does not take it
  static ServedSettings read(BackendFactory factory, String file, Invocation invocation) {
    Setting setting;
    try {
      setting = setting(Json.parse(InputFile.text(file, invocation)));
    } catch (JsonException e) {
      throw invalid("`" + file + "` is no JSON: " + e.getMessage(), null);
    }
    if (!(setting instanceof Setting.Section section)) {
      throw invalid(
          "`" + file + "` is JSON and no object",
          "write the settings of the backend as `{\"key\": value}`");
    }
    var served = new ServedSettings(factory, section);
    served.create(Setting.Section.EMPTY);
    return served;
  }

  private static @Nullable Setting setting(Value value) {
    return switch (value) {
      case Value.NullValue _ -> null;
      case Value.BooleanValue(var flag) -> new Setting.Flag(flag);
      case Value.NumberValue(var number) -> new Setting.Amount(BigDecimal.valueOf(number));
      case Value.StringValue(var text) -> new Setting.Text(text);
      case Value.ArrayValue(var items) ->
          new Setting.Items(
              items.stream()
                  .map(ServedSettings::setting)
                  .filter(java.util.Objects::nonNull)
                  .toList());
      case Value.ObjectValue object -> {
        Map<String, Setting> entries = new LinkedHashMap<>();
        object
            .members()
            .forEach(
                (key, member) -> {
                  Setting entry = setting(member);
                  if (entry != null) {
                    entries.put(key, entry);
                  }
                });
        yield new Setting.Section(entries);
      }
    };
  }

  @Override
  public String id() {
    return factory.id();
  }

  @Override
  public Backend create(Setting.Section given) {
    if (!given.entries().isEmpty()) {
      throw invalid(
          "backend `" + id() + "` has settings of its own and takes none from runners",
          "remove them from the runner's configuration");
    }
    return factory.create(settings);
  }

  private static BerthException invalid(String problem, @Nullable String remedy) {
    return new BerthException(BerthError.of(ErrorCode.CONFIGURATION_INVALID, problem, remedy));
  }
}
