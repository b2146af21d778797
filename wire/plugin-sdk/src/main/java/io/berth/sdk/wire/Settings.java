// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.wire;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.berth.spi.Setting;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Configuration as a `Struct`, whose numbers are doubles.
public final class Settings {

  private static final int DEEPEST = 50;

  private Settings() {}

  public static Struct out(Setting.Section section) {
    var struct = Struct.newBuilder();
    section.entries().forEach((name, setting) -> struct.putFields(name, out(setting)));
    return struct.build();
  }

  private static Value out(Setting setting) {
    return switch (setting) {
      case Setting.Text(String text) -> Value.newBuilder().setStringValue(text).build();
      case Setting.Amount(BigDecimal amount) ->
          Value.newBuilder().setNumberValue(amount.doubleValue()).build();
      case Setting.Flag(boolean flag) -> Value.newBuilder().setBoolValue(flag).build();
      case Setting.Items(List<Setting> items) -> {
        var list = ListValue.newBuilder();
        items.forEach(item -> list.addValues(out(item)));
        yield Value.newBuilder().setListValue(list).build();
      }
      case Setting.Section section -> Value.newBuilder().setStructValue(out(section)).build();
    };
  }

  public static Setting.Section in(Struct struct) {
    return section(struct, 0);
  }

  private static Setting.Section section(Struct struct, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("settings are nested deeper than " + DEEPEST);
    }
    Map<String, Setting> entries = new LinkedHashMap<>();
    struct
        .getFieldsMap()
        .forEach(
            (name, value) -> {
              if (value.getKindCase() != Value.KindCase.NULL_VALUE) {
                entries.put(name, setting(value, depth));
              }
            });
    return new Setting.Section(entries);
  }

  private static Setting setting(Value value, int depth) {
    return switch (value.getKindCase()) {
      case STRING_VALUE -> new Setting.Text(value.getStringValue());
      case BOOL_VALUE -> new Setting.Flag(value.getBoolValue());
      case NUMBER_VALUE -> amount(value.getNumberValue());
      case STRUCT_VALUE -> section(value.getStructValue(), depth + 1);
      case LIST_VALUE -> items(value.getListValue(), depth + 1);
      case NULL_VALUE, KIND_NOT_SET -> new Setting.Text("");
    };
  }

  private static Setting amount(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("a setting is no number: " + number);
    }
    return new Setting.Amount(
        number == Math.rint(number) && Math.abs(number) < 1L << 53
            ? BigDecimal.valueOf((long) number)
            : BigDecimal.valueOf(number));
  }

  private static Setting items(ListValue list, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("settings are nested deeper than " + DEEPEST);
    }
    List<Setting> items = new ArrayList<>();
    list.getValuesList().forEach(value -> items.add(setting(value, depth)));
    return new Setting.Items(items);
  }
}
