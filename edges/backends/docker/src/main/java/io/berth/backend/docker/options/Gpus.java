// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Graphics processors that a container is given.
///
/// @param count how many, -1 for all; 0 if they are named
/// @param ids their names
/// @param capabilities what they are to be able to do
/// @param driver which driver gives them, empty for the engine's choice
record Gpus(long count, List<String> ids, List<String> capabilities, String driver) {

  /// Reads `all`, a number, or fields such as `device=0,driver=nvidia`.
  static Gpus read(String text) throws Malformed {
    long count = 0;
    List<String> ids = new ArrayList<>();
    List<String> capabilities = new ArrayList<>(List.of("gpu"));
    String driver = "";
    for (String field : Csv.fields(text)) {
      int equals = field.indexOf('=');
      String value = field.substring(equals + 1);
      switch (equals < 0 ? "count" : field.substring(0, equals)) {
        case "count" -> count = value.equals("all") ? -1 : Reading.number(0, 1024).read(value);
        case "device" -> ids.addAll(List.of(value.split(",")));
        case "capabilities" -> capabilities.addAll(List.of(value.split(",")));
        case "driver" -> driver = value;
        default ->
            throw new Malformed(
                "`" + field + "` says nothing about graphics processors",
                "write `all`, a number, or `device=…`");
      }
    }
    if (count != 0 && !ids.isEmpty()) {
      throw new Malformed("`" + text + "` both counts and names them", "write one of the two");
    }
    return new Gpus(count, List.copyOf(ids), List.copyOf(capabilities), driver);
  }

  long amount() {
    return count < 0 ? Long.MAX_VALUE : ids.isEmpty() ? count : ids.size();
  }

  Map<String, Object> request() {
    Map<String, Object> request = new TreeMap<>();
    request.put("Driver", driver);
    request.put("Capabilities", List.of(capabilities));
    request.put(ids.isEmpty() ? "Count" : "DeviceIDs", ids.isEmpty() ? (Object) count : ids);
    return request;
  }
}
