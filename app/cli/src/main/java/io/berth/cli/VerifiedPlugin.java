// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.expressions.Json;
import io.berth.plugin.PluginConnect;
import io.berth.plugin.PluginConnect.Way;
import io.berth.plugin.Plugins;
import io.berth.spi.Setting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A plugin of the configuration, in the words in which the tool is told of one.
record VerifiedPlugin(ConfiguredBackend backend) {

  /// Returns the options and their values.
  ///
  /// @throws io.berth.model.BerthException B2002 if its program is not the one that is pinned
  Map<String, String> options() {
    PluginConnect connect = backend.connect();
    Map<String, String> options = new LinkedHashMap<>();
    switch (connect.way()) {
      case Way.At(var address) -> options.put("--connect", address.toString());
      case Way.Run run -> {
        Plugins.checkPinned(backend.name(), run);
        options.put("--connect", json(texts(run.command())));
        if (!run.inherited().isEmpty()) {
          options.put("--env", String.join(",", run.inherited()));
        }
      }
    }
    if (connect.protocol() == PluginConnect.Protocol.FORGEJO_V1ALPHA) {
      options.put("--protocol", "forgejo-v1alpha");
    }
    put(options, "--token-file", connect.tokenFile());
    PluginConnect.Certificates certificates = connect.certificates();
    if (certificates != null) {
      put(options, "--ca", certificates.authority());
      put(options, "--cert", certificates.certificate());
      put(options, "--key", certificates.key());
      put(options, "--server-name", certificates.serverName());
    }
    if (!backend.settings().entries().isEmpty()) {
      options.put("--config", json(backend.settings()));
    }
    return options;
  }

  private static void put(Map<String, String> options, String name, @Nullable Object value) {
    if (value instanceof Path || value instanceof String) {
      options.put(name, value.toString());
    }
  }

  private static Setting texts(List<String> words) {
    return new Setting.Items(words.stream().<Setting>map(Setting.Text::new).toList());
  }

  private static String json(Setting setting) {
    var text = new StringBuilder();
    write(setting, text);
    return text.toString();
  }

  private static void write(Setting setting, StringBuilder text) {
    switch (setting) {
      case Setting.Text(String value) -> Json.quote(value, text);
      case Setting.Amount(var value) -> text.append(value.toPlainString());
      case Setting.Flag(boolean value) -> text.append(value);
      case Setting.Items(List<Setting> values) -> {
        text.append('[');
        String comma = "";
        for (Setting value : values) {
          write(value, text.append(comma));
          comma = ",";
        }
        text.append(']');
      }
      case Setting.Section(Map<String, Setting> entries) -> {
        text.append('{');
        String comma = "";
        for (Map.Entry<String, Setting> entry : entries.entrySet()) {
          Json.quote(entry.getKey(), text.append(comma));
          write(entry.getValue(), text.append(':'));
          comma = ",";
        }
        text.append('}');
      }
    }
  }
}
